package dev.statusmonitor.agent.collect;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A reading that may take its time, or never come back (a file server that went away): made on another thread, one at
 * a time, and repeated in between until it is too old to be true. For use by one thread.
 *
 * @param <T> what is read
 */
final class SlowReading<T> {
    private static final Logger LOG = LoggerFactory.getLogger(SlowReading.class);
    private static final long COMPLAIN_AFTER = Duration.ofSeconds(10).toNanos();

    /** Ticks are not so exact that a period of 30 s should become 31. */
    private static final long SLACK = Duration.ofMillis(250).toNanos();

    private final String name;
    private final Executor threads;
    private final LongSupplier nanoTime;
    private final long period;
    private final long patience;
    private final long lasts;
    private final Callable<? extends @Nullable T> read;

    private @Nullable FutureTask<@Nullable T> underWay;
    private long startedAt;
    private boolean started;
    private @Nullable T value;
    private long valueAt;
    private boolean complained;

    /**
     * @param name for the log
     * @param period how often to read; zero is each time it is asked for
     * @param patience how long the asker waits for a reading
     * @param lasts how long a reading is repeated when no newer one comes
     */
    SlowReading(
            String name,
            Executor threads,
            LongSupplier nanoTime,
            Duration period,
            Duration patience,
            Duration lasts,
            Callable<? extends @Nullable T> read) {
        this.name = name;
        this.threads = threads;
        this.nanoTime = nanoTime;
        this.period = period.toNanos();
        this.patience = patience.toNanos();
        this.lasts = lasts.toNanos();
        this.read = read;
    }

    /** The newest reading; null where there is none that is new enough. */
    @Nullable T latest() {
        FutureTask<@Nullable T> task = underWay;
        if (task == null && (!started || nanoTime.getAsLong() - startedAt >= period - SLACK)) {
            started = true;
            startedAt = nanoTime.getAsLong();
            task = new FutureTask<>(read::call);
            underWay = task;
            threads.execute(task);
        }
        if (task != null) {
            collect(task);
        }
        return value != null && nanoTime.getAsLong() - valueAt <= lasts ? value : null;
    }

    private void collect(FutureTask<@Nullable T> task) {
        try {
            value = task.get(patience, TimeUnit.NANOSECONDS);
            valueAt = startedAt;
            underWay = null;
            if (complained) {
                complained = false;
                LOG.info("Reading the {} works again.", name);
            }
        } catch (TimeoutException e) {
            if (nanoTime.getAsLong() - startedAt > COMPLAIN_AFTER) {
                complain("no answer");
            }
        } catch (ExecutionException e) {
            underWay = null;
            complain(String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void complain(String why) {
        if (!complained) {
            complained = true;
            LOG.warn("Reading the {} fails ({}); their values are missing until it works.", name, why);
        }
    }
}
