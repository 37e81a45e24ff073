package dev.statusmonitor.benchmarks.load;

/** Counts durations in buckets of about 3% width. Not safe for use by several threads. */
public final class Latencies {
    /** Buckets for each doubling. */
    private static final int FINE = 32;

    private final long[] counts = new long[64 * FINE];
    private long count;
    private long max;

    /** @param nanos negative counts as 0 */
    public void add(long nanos) {
        long value = Math.max(0, nanos);
        counts[bucket(value)]++;
        count++;
        max = Math.max(max, value);
    }

    public long count() {
        return count;
    }

    /**
     * The duration that this share of all is not longer than, in milliseconds.
     *
     * @param share 0 to 1
     */
    public double millis(double share) {
        long wanted = (long) Math.ceil(share * (double) count);
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted && seen > 0) {
                return Math.min(upper(i), (double) max) / 1e6;
            }
        }
        return 0;
    }

    /** The longest, in milliseconds. */
    public double maxMillis() {
        return max / 1e6;
    }

    private static int bucket(long value) {
        if (value < FINE) {
            return (int) value;
        }
        int doublings = 63 - Long.numberOfLeadingZeros(value) - 5;
        return doublings * FINE + (int) (value >>> doublings);
    }

    private static double upper(int bucket) {
        if (bucket < FINE) {
            return bucket;
        }
        int doublings = bucket / FINE - 1;
        return Math.scalb((double) (bucket - doublings * FINE + 1), doublings) - 1;
    }
}
