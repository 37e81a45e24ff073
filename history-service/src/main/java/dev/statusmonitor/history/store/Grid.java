package dev.statusmonitor.history.store;

/**
 * Buckets of equal length, one after another.
 *
 * @param start where the first begins, Unix time in milliseconds
 * @param step the length of each, in milliseconds
 * @param size how many there are
 */
public record Grid(long start, long step, int size) {
    public Grid {
        if (step <= 0 || size <= 0) {
            throw new IllegalArgumentException("a grid has buckets of some length: " + size + " of " + step + " ms");
        }
    }

    /** Where the last ends; no longer part of it. */
    public long stop() {
        return start + step * size;
    }

    /** Where a bucket begins. */
    public long time(int bucket) {
        return start + step * bucket;
    }

    /** The bucket in which a time lies, or -1 where it lies in none. */
    public int bucket(long time) {
        if (time < start) {
            return -1;
        }
        long bucket = (time - start) / step;
        return bucket < size ? (int) bucket : -1;
    }
}
