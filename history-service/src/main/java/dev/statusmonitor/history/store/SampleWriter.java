package dev.statusmonitor.history.store;

import java.util.List;

/** Takes samples into a store. Called by one thread at a time. */
public interface SampleWriter {
    /**
     * Stores samples, of any hosts, in any order, of any age within the retention. Returns when the store has them
     * all: the end of this process then loses none. A sample whose host and timestamp are already stored changes
     * nothing.
     *
     * @throws StoreException where the store cannot take them now; what it took before that does no harm, and the same
     *     batch is to be written again
     */
    void write(List<HostSample> samples);
}
