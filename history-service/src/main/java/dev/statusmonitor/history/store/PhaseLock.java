package dev.statusmonitor.history.store;

import org.jspecify.annotations.Nullable;

/**
 * Puts samples that come about once a step into buckets of one step, one each. A host whose samples fall close to the
 * border of two buckets would otherwise, by a few milliseconds of jitter, now have two in a bucket and now none: a
 * chart full of gaps where nothing is missing. So the distance from the sample before counts, as long as the bucket
 * stays within a quarter of a step of the sample.
 */
final class PhaseLock {
    private final Grid grid;
    private long lastTime = Long.MIN_VALUE;
    private int lastBucket;

    PhaseLock(Grid grid) {
        this.grid = grid;
    }

    /** A lock for a grid that needs one: one that is as fine as the samples. */
    static @Nullable PhaseLock of(Grid grid) {
        return grid.step() == Tier.RAW.step() ? new PhaseLock(grid) : null;
    }

    /** The bucket of a sample whose time lies in the grid. */
    int bucket(long time) {
        int bucket = grid.bucket(time);
        if (time <= lastTime) {
            return bucket;
        }
        if (lastTime != Long.MIN_VALUE) {
            long guess = lastBucket + Math.round((time - lastTime) / (double) grid.step());
            long slack = grid.step() / 4;
            if (guess >= 0
                    && guess < grid.size()
                    && time >= grid.time((int) guess) - slack
                    && time < grid.time((int) guess) + grid.step() + slack) {
                bucket = (int) guess;
            }
        }
        lastTime = time;
        lastBucket = bucket;
        return bucket;
    }
}
