package dev.statusmonitor.history.store;

import java.time.Duration;

/**
 * Until when an answer is of use.
 *
 * @param nanoTime by {@link System#nanoTime}
 */
public record Deadline(long nanoTime) {
    /** This long from now. */
    public static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /** How long there is left; negative afterwards. */
    public Duration left() {
        return Duration.ofNanos(nanoTime - System.nanoTime());
    }

    /** @throws TookTooLongException where it has passed */
    public void check() {
        if (nanoTime - System.nanoTime() < 0) {
            throw new TookTooLongException();
        }
    }
}
