package dev.statusmonitor.agent.send;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/** How long to wait before trying again: longer each time, and never all agents at once. */
final class Backoff {
    private static final long FIRST = 1_000;
    private static final long LONGEST = 30_000;
    private static final long SLOW_FROM = 30_000;
    private static final long SLOW_TO = 60_000;

    private final DoubleSupplier random;
    private int failures;

    /** @param random from 0 to 1 */
    Backoff(DoubleSupplier random) {
        this.random = random;
    }

    /** After one more failure in a row: from half a second on, doubling, up to half a minute. */
    Duration next() {
        long longest = Math.min(LONGEST, FIRST << Math.min(failures++, 10));
        return Duration.ofMillis(Math.round(longest * (0.5 + random.getAsDouble() / 2)));
    }

    /**
     * Where nobody is there: half a second to a second. One sample a second is what the platform is made for, and so its
     * return is noticed at once.
     */
    Duration unreachable() {
        return Duration.ofMillis(Math.round(FIRST * (0.5 + random.getAsDouble() / 2)));
    }

    /** Where trying again soon is useless: 30 to 60 seconds. */
    Duration slow() {
        return Duration.ofMillis(SLOW_FROM + Math.round((SLOW_TO - SLOW_FROM) * random.getAsDouble()));
    }

    /** As long as the platform asks for, and up to a fifth more, so that its other agents don't come all at once. */
    Duration atLeast(Duration asked) {
        failures++;
        return Duration.ofMillis(Math.round(asked.toMillis() * (1 + random.getAsDouble() / 5)));
    }

    /** It worked. */
    void reset() {
        failures = 0;
    }
}
