package dev.statusmonitor.agent.collect;

import dev.statusmonitor.agent.buffer.PlatformClock.Moment;

/**
 * Decides at which moments the host is measured: at each whole second of its clock, counted by the clock that never
 * jumps, so that it neither drifts nor wobbles. What was missed is skipped, never made up for.
 */
final class Schedule {
    private static final long SECOND = 1_000_000_000L;

    /** Whoever wakes later than this is too near to the next second to measure for the last one. */
    private static final long TOO_LATE = 750_000_000L;

    private long last = Long.MIN_VALUE;
    private int era = -1;

    /**
     * @param deadlineNanos when to measure, by the clock that never jumps
     * @param hostMillis the whole second for which is measured, by the host's clock, Unix ms
     * @param era the era in which this was planned
     */
    record Tick(long deadlineNanos, long hostMillis, int era) {}

    /** The next second to measure for: each later than the one before while the era lasts. */
    Tick next(Moment now) {
        if (now.era() != era) {
            era = now.era();
            last = Long.MIN_VALUE;
        }
        long second = -Math.floorDiv(-now.wallNanos(), SECOND);
        if (second <= last) {
            second = last + 1;
        }
        last = second;
        return new Tick(now.nanos() + second * SECOND - now.wallNanos(), second * 1_000, era);
    }

    /** Whether what is measured now, after waiting for a tick, still is what the tick was meant for. */
    static boolean holds(Tick tick, Moment now) {
        return now.era() == tick.era && now.wallNanos() - tick.hostMillis * 1_000_000L <= TOO_LATE;
    }
}
