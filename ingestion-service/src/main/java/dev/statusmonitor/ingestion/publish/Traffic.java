package dev.statusmonitor.ingestion.publish;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether requests come so fast that one which waits a little is joined by others. Told by how many came in the last
 * whole stretch of time, so a change is known a stretch later. Safe for use by several threads.
 */
final class Traffic {
    /** Long enough to count in, short enough that the first of many do not wait long to be many. */
    private static final long STRETCH = Duration.ofMillis(100).toNanos();

    /** 500 a second: below that, what sending each by itself costs is a few hundredths of a processor. */
    private static final int BUSY = 50;

    private final AtomicLong end;
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean busy;

    /** @param now of a clock that only goes forward, in nanoseconds */
    Traffic(long now) {
        this.end = new AtomicLong(now + STRETCH);
    }

    /** Counts one that comes now, and tells whether those before it were many. */
    boolean isBusy(long now) {
        long stop = end.get();
        long past = now - stop;
        if (past >= 0 && end.compareAndSet(stop, now + STRETCH)) {
            // A stretch that nobody ended for as long again had few.
            busy = count.getAndSet(0) >= BUSY && past < STRETCH;
        }
        count.incrementAndGet();
        return busy;
    }
}
