package dev.statusmonitor.history.store;

import java.util.Optional;

/** A store of samples that keeps them in every {@link Tier}. */
public interface TieredStore extends SampleStore {
    /** What the product calls it: {@code questdb}, {@code influxdb}, {@code cassandra}. */
    String name();

    RollUp rollUp();

    WindowWriter windows();

    HistorySource source();

    HostRemover remover();

    /** Copies its files; empty for a store that has none of its own, since it is a server's. */
    Optional<StoreCopier> copier();

    /**
     * How much room it takes.
     *
     * @throws StoreException where the store cannot tell now
     */
    StorageUsage usage();
}
