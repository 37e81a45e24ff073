package dev.statusmonitor.history.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A store of samples: its roles, and how it is. */
public interface SampleStore extends AutoCloseable {
    SampleWriter writer();

    SampleReader reader();

    /**
     * Whether the store can take and give samples now.
     *
     * @throws StoreException with a sentence for the operator where it cannot
     */
    void check();

    /** For how long it keeps a sample. */
    Duration retention();

    /**
     * From when on samples that had been acknowledged may be missing, by the time at which they arrived in Kafka: they
     * are to be written again. Empty where nothing is missing.
     */
    Optional<Instant> missingSince();

    /** Ends it in good order; waits for a write that is under way. */
    @Override
    void close();
}
