package dev.statusmonitor.standalone.report;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/** How fast the disk fills, by what it had left over the last day. Safe for use by several threads. */
public final class DiskGrowth {
    private static final Duration KEPT = Duration.ofHours(24);
    private static final Duration STEP = Duration.ofMinutes(5);
    private static final Duration ENOUGH = Duration.ofMinutes(10);

    private record Reading(long nanos, long usable) {}

    private final Deque<Reading> readings = new ArrayDeque<>();

    /** @param nanos {@link System#nanoTime} when that much was left */
    public synchronized void add(long nanos, long usable) {
        Reading newest = readings.peekLast();
        if (newest == null || nanos - newest.nanos >= STEP.toNanos()) {
            readings.addLast(new Reading(nanos, usable));
        }
        while (nanos - readings.getFirst().nanos > KEPT.toNanos()) {
            readings.removeFirst();
        }
    }

    /** Bytes a day, negative where room grows; empty before it has been watched long enough. */
    public synchronized OptionalLong bytesPerDay(long nanos, long usable) {
        Reading oldest = readings.peekFirst();
        if (oldest == null || nanos - oldest.nanos < ENOUGH.toNanos()) {
            return OptionalLong.empty();
        }
        double perNano = (double) (oldest.usable - usable) / (nanos - oldest.nanos);
        return OptionalLong.of(Math.round(perNano * Duration.ofDays(1).toNanos()));
    }
}
