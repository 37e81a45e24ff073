package dev.statusmonitor.history.copy;

import dev.statusmonitor.history.store.StoreException;
import dev.statusmonitor.history.store.TookTooLongException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Rolls up, in the store that is copied to, the samples that were copied: on a thread of its own every few seconds, as
 * the service does with its own, so that nobody takes this process for gone, and once more at the end.
 */
final class RollingUp implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Runnable rollUp;
    private final Semaphore stop = new Semaphore(0);
    private final Thread thread;
    private volatile @Nullable RuntimeException failure;

    private RollingUp(Runnable rollUp) {
        this.rollUp = rollUp;
        this.thread = Thread.ofPlatform().name("copy-roll-up").daemon().unstarted(this::run);
    }

    /** Begins. */
    static RollingUp start(Runnable rollUp) {
        var started = new RollingUp(rollUp);
        started.thread.start();
        return started;
    }

    private void run() {
        while (!stopped()) {
            try {
                rollUp.run();
            } catch (StoreException | TookTooLongException e) {
                // The next time, or at the end, where it is told.
            } catch (RuntimeException e) {
                failure = e;
                return;
            }
        }
    }

    private boolean stopped() {
        try {
            return stop.tryAcquire(EVERY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Throws what ended the thread, if something did. */
    void check() {
        RuntimeException failed = failure;
        if (failed != null) {
            throw failed;
        }
    }

    /** Rolls up what is left. */
    void finish() {
        close();
        check();
        rollUp.run();
    }

    @Override
    public void close() {
        stop.release();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                // Not left alone: it may hold the store's files.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
