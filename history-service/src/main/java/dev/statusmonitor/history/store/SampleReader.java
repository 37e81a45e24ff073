package dev.statusmonitor.history.store;

import dev.statusmonitor.contract.Sample;
import java.util.Optional;

/**
 * Reads one host's samples by time. Whose host it is has been checked before. Safe for use by several platform
 * threads; a caller bounds how many, and does not come on virtual threads, since a store may keep native memory for
 * each thread that asks.
 */
public interface SampleReader {
    /**
     * Adds what one tier has of the host within a range to {@code into}: of {@link Tier#RAW} each sample once, of the
     * others each window as it was rolled up last. What lies outside of {@code into}'s grid is left out. A range in
     * which the tier has nothing, or nothing any more, adds nothing.
     *
     * @throws TookTooLongException where the deadline passes before it is done
     * @throws AnswerTooLargeException where {@code into} cannot hold it
     * @throws StoreException where the store cannot answer now
     */
    void read(String host, TierRange range, SeriesBuckets into, Deadline deadline);

    /**
     * The sample with the largest timestamp; empty where the store has none of this host.
     *
     * @throws TookTooLongException where the deadline passes before it is done
     * @throws StoreException where the store cannot answer now
     */
    Optional<Sample> newest(String host, Deadline deadline);

    /**
     * How many samples the store has of a host.
     *
     * @param start the earliest timestamp that counts, Unix time in milliseconds
     * @param stop the first timestamp that no longer counts
     * @throws TookTooLongException where the deadline passes before it is done
     * @throws StoreException where the store cannot answer now
     */
    SampleCount count(String host, long start, long stop, Deadline deadline);
}
