package dev.statusmonitor.starter.kafka;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps the polls of a consumer that has to be quick a little apart. A fetch ends with the first record, so that at
 * thousands of records a second a consumer would make as many fetches, and the broker do little else. Whoever polls more
 * seldom than this waits for nothing. For one thread.
 */
public final class Pace {
    private static final Duration APART = Duration.ofMillis(20);

    private long next = System.nanoTime();

    /** Waits until it is time for the next poll, or until interrupted. */
    public void await() {
        long left;
        while ((left = next - System.nanoTime()) > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(this, left);
        }
        next = System.nanoTime() + APART.toNanos();
    }
}
