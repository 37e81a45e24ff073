package dev.statusmonitor.alerts.store;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Makes ids that nobody can guess, and that sort by the time at which one process made them. */
public final class Ids {
    private static final SecureRandom RANDOM = new SecureRandom();
    private long last;

    /** @param now Unix time in milliseconds */
    public String next(long now) {
        long number;
        synchronized (this) {
            // Thousandths of a millisecond, so that those of one moment keep their order.
            last = Math.max(now * 1_000, last + 1);
            number = last;
        }
        var random = new byte[10];
        RANDOM.nextBytes(random);
        return HexFormat.of().toHexDigits(number, 14) + HexFormat.of().formatHex(random);
    }
}
