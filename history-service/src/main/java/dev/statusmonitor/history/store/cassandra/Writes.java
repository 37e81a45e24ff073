package dev.statusmonitor.history.store.cassandra;

import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import dev.statusmonitor.history.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Many writes at a time, bounded in number; {@link #await} says whether all are done. Used by one thread.
 *
 * <p>Rows of one partition go together: nearly all of what a write costs is by the request. As all of a batch lies in
 * one partition, Cassandra applies it as one mutation, without a log of batches and without its limit of their size.
 */
final class Writes {
    private static final int IN_FLIGHT = 64;
    private static final int BATCH_BYTES = 32 << 10;

    private final Cluster cluster;
    private final Semaphore places = new Semaphore(IN_FLIGHT);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final List<BatchableStatement<?>> batch = new ArrayList<>();
    private @Nullable Object partition;
    private int bytes;

    Writes(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Adds a row.
     *
     * @param of which partition it is of; rows of one partition come one after another
     * @param size of its values, in bytes
     */
    void add(Object of, BatchableStatement<?> row, int size) {
        if (!batch.isEmpty() && (!of.equals(partition) || bytes + size > BATCH_BYTES)) {
            flush();
        }
        partition = of;
        batch.add(row);
        bytes += size;
    }

    private void flush() {
        if (batch.size() == 1) {
            send(batch.getFirst());
        } else if (!batch.isEmpty()) {
            send(BatchStatement.newInstance(BatchType.UNLOGGED, batch));
        }
        batch.clear();
        bytes = 0;
    }

    private void send(Statement<?> statement) {
        if (failure.get() != null) {
            return;
        }
        acquire(1);
        try {
            var _ = cluster.write(statement).whenComplete((done, failed) -> {
                if (failed != null) {
                    failure.compareAndSet(null, failed);
                }
                places.release();
            });
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
            places.release();
        }
    }

    /**
     * Returns when all is on as many nodes as are wanted.
     *
     * @throws StoreException where some of it may not be
     */
    void await() {
        flush();
        acquire(IN_FLIGHT);
        places.release(IN_FLIGHT);
        Throwable failed = failure.get();
        if (failed != null) {
            throw cluster.failures().of(failed);
        }
    }

    private void acquire(int count) {
        try {
            places.acquire(count);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("The wait for Cassandra was interrupted.", e);
        }
    }
}
