package dev.statusmonitor.agent.collect;

/** What a counter grew by, and how fast. */
final class Rate {
    /** What a 32-bit counter may grow by between two readings; a larger step back is taken for a reset. */
    private static final long MOST_32 = 1L << 30;

    /** The same for a 64-bit counter, and the most that any counter grows by. */
    private static final long MOST_64 = 1L << 50;

    private static final long RANGE_32 = 1L << 32;

    private Rate() {}

    /**
     * How much a counter grew, which may be 32 or 64 bits wide and unsigned.
     *
     * @return the growth; -1 where the counter was reset, so that the growth is unknown
     */
    static long growth(long before, long now) {
        long growth = now - before;
        if (Long.compareUnsigned(now, before) >= 0) {
            return growth >= 0 && growth <= MOST_64 ? growth : -1;
        }
        if (before >= 0 && before < RANGE_32) {
            long wrapped = growth + RANGE_32;
            return before >= RANGE_32 - MOST_32 && wrapped <= MOST_32 ? wrapped : -1;
        }
        // Two's complement has done the wrapping already.
        return growth >= 0 && growth <= MOST_64 ? growth : -1;
    }

    /**
     * Growth by second.
     *
     * @param nanos the time between the readings
     * @return NaN where it is unknown: after a reset, without time passed, or where {@code before} or {@code now} is
     *     negative because the host does not have that counter
     */
    static double perSecond(long before, long now, long nanos) {
        long growth = growth(before, now);
        return growth < 0 || nanos <= 0 || now == -1 || before == -1 ? Double.NaN : growth * 1e9 / nanos;
    }
}
