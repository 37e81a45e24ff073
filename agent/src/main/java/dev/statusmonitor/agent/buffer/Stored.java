package dev.statusmonitor.agent.buffer;

import dev.statusmonitor.contract.Sample;

/**
 * A sample as it lies on disk.
 *
 * @param sample with its timestamp, or, where that is not known yet, with its second by the host's clock
 * @param base {@link #STAMPED}, or else {@link PlatformClock#baseMillis} of the time when it was measured, by which it
 *     gets its timestamp later
 */
record Stored(Sample sample, long base) {
    static final long STAMPED = Long.MIN_VALUE;

    boolean stamped() {
        return base == STAMPED;
    }
}
