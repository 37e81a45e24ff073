package dev.statusmonitor.history.store;

/** A store of samples that keeps them in every {@link Tier}. */
public interface TieredStore extends SampleStore {
    /** What the product calls it: {@code questdb}, {@code influxdb}. */
    String name();

    RollUp rollUp();

    WindowWriter windows();

    HostRemover remover();

    /**
     * How much room it takes.
     *
     * @throws StoreException where the store cannot tell now
     */
    StorageUsage usage();
}
