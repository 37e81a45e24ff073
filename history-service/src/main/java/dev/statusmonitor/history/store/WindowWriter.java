package dev.statusmonitor.history.store;

import java.util.List;

/**
 * Takes windows that were reduced elsewhere: an import, or a benchmark that cannot wait for a year. Called by one
 * thread at a time, and not while the same store rolls up.
 */
public interface WindowWriter {
    /**
     * Stores windows of one tier, of any hosts, of any age within the tier. A window that is already there is replaced.
     *
     * @throws StoreException where the store cannot take them now
     */
    void write(Tier tier, List<HostWindow> windows);
}
