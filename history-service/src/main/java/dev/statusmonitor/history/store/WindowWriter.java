package dev.statusmonitor.history.store;

import java.util.List;

/**
 * Takes windows that were reduced elsewhere: a copy of another store, or a benchmark that cannot wait for a year. Called
 * by one thread at a time, and not for windows that the same store rolls up meanwhile.
 */
public interface WindowWriter {
    /**
     * Stores windows of one tier, of any hosts, of any age within the tier. A window that is already there is replaced.
     *
     * @throws StoreException where the store cannot take them now
     */
    void write(Tier tier, List<HostWindow> windows);

    /**
     * Stores windows of which some may be there already, made of more or of fewer of the same samples: series by series
     * that of more values stays, whichever comes first. So doing it again changes nothing, and what is there is never
     * replaced by less.
     *
     * @throws StoreException where the store cannot take them now
     */
    void merge(Tier tier, List<HostWindow> windows);
}
