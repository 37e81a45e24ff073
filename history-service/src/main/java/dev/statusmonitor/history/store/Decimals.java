package dev.statusmonitor.history.store;

/**
 * Finds the whole number behind a fraction of few decimal digits, which is what most measurements are and which takes
 * fewer bytes than a {@code double}.
 */
public final class Decimals {
    /** What {@link #whole} gives for a value that is no such fraction. */
    public static final long NONE = Long.MAX_VALUE;

    private static final double LIMIT = 1L << 52;

    private Decimals() {}

    /**
     * The number that, divided by the power of ten, is the value to the last bit: none for what is not finite, for
     * -0.0, for what has more digits than that, and for what would be 2<sup>52</sup> or more.
     *
     * @return between -2<sup>52</sup> and 2<sup>52</sup>, or {@link #NONE}
     */
    public static long whole(double value, double power) {
        double scaled = value * power;
        // By its negation, since NaN is neither less nor more.
        if (!(Math.abs(scaled) < LIMIT)) {
            return NONE;
        }
        long whole = Math.round(scaled);
        return Double.doubleToRawLongBits(whole / power) == Double.doubleToRawLongBits(value) ? whole : NONE;
    }
}
