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
     * Adds what the host measured in the range of {@code into} to {@code into}, each sample once.
     *
     * @throws TookTooLongException where the deadline passes before it is done
     * @throws AnswerTooLargeException where {@code into} cannot hold it
     * @throws StoreException where the store cannot answer now
     */
    void read(String host, SeriesBuckets into, Deadline deadline);

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
