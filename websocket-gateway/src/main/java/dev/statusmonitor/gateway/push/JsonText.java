package dev.statusmonitor.gateway.push;

import java.math.BigDecimal;
import java.math.MathContext;
import tools.jackson.core.io.JsonStringEncoder;

/** Writes JSON's strings and numbers, the latter short: a chart shows no more digits. */
final class JsonText {
    private static final long[] POWERS = new long[18];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = 10 * POWERS[i - 1];
        }
    }

    private JsonText() {}

    static StringBuilder string(StringBuilder out, String text) {
        out.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, out);
        return out.append('"');
    }

    /**
     * Whole numbers as they are; others rounded half up to so many significant digits. Null for what is no number.
     *
     * @param digits 1 to 15
     */
    static StringBuilder number(StringBuilder out, double value, int digits) {
        if (!Double.isFinite(value)) {
            return out.append("null");
        }
        double size = Math.abs(value);
        if (size >= 1e15) {
            return out.append(rounded(value, digits));
        }
        if (value == Math.rint(value)) {
            return out.append((long) value);
        }
        int places = digits - 1 - (int) Math.floor(Math.log10(size));
        if (places >= POWERS.length) {
            return out.append(rounded(value, digits));
        }
        if (value < 0) {
            out.append('-');
        }
        if (places <= 0) {
            return out.append(Math.round(size / POWERS[-places]) * POWERS[-places]);
        }
        long scaled = Math.round(size * POWERS[places]);
        // Zeros at the end say nothing.
        while (places > 0 && scaled % 10 == 0) {
            scaled /= 10;
            places--;
        }
        long unit = POWERS[places];
        out.append(scaled / unit);
        if (places > 0) {
            out.append('.');
            long fraction = scaled % unit;
            for (long place = unit / 10; fraction < place; place /= 10) {
                out.append('0');
            }
            out.append(fraction);
        }
        return out;
    }

    private static double rounded(double value, int digits) {
        return new BigDecimal(value).round(new MathContext(digits)).doubleValue();
    }
}
