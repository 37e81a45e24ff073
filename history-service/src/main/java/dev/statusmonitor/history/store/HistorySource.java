package dev.statusmonitor.history.store;

import dev.statusmonitor.contract.Sample;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Gives all that a store has, host by host, for whoever copies it. It reads in pieces, so that a year of a host takes
 * no more memory than some hours of it. Nobody waits by the second. Safe for use by several platform threads.
 */
public interface HistorySource {
    /**
     * The ids of all hosts of which the store has something in any tier, as they were when it was written. There may be
     * some among them of which nothing is left.
     *
     * @throws StoreException where the store cannot answer now
     */
    Set<String> hosts();

    /**
     * Gives each sample of a host once, with all its values, about in the order of time.
     *
     * @param start the earliest timestamp, Unix time in milliseconds
     * @param stop the first timestamp that is no longer given
     * @throws StoreException where the store cannot answer now; some may have been given by then
     */
    void samples(String host, long start, long stop, Consumer<Sample> into);

    /**
     * Gives each window of a host once, as it was made last, with every series that has a value in it.
     *
     * @param range of a tier of windows
     * @throws StoreException where the store cannot answer now; some may have been given by then
     */
    void windows(String host, TierRange range, Consumer<HostWindow> into);
}
