package dev.statusmonitor.agent.send;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When the next batch of the backlog may go. A thousand hosts may come back in the same second: they begin at different
 * times, each stays below what a host may send, and all become slower where the platform does.
 */
final class Pace {
    private static final long SPREAD = Duration.ofSeconds(2).toNanos();

    /** With 60 samples a batch: about 30 a second. */
    private static final long BETWEEN = Duration.ofSeconds(2).toNanos();

    /** The share of its time that the platform spends on this host's backlog is a fifth at most. */
    private static final int REST = 4;

    private final DoubleSupplier random;
    private final Backoff backoff;
    private long turn;

    /** @param random from 0 to 1 */
    Pace(DoubleSupplier random, long now) {
        this.random = random;
        this.backoff = new Backoff(random);
        connected(now);
    }

    /** When it is the backlog's turn, ns. */
    long turn() {
        return turn;
    }

    /** The platform is there, for the first time or again. */
    void connected(long now) {
        turn = now + Math.round(SPREAD * random.getAsDouble());
    }

    /** A batch is dealt with. */
    void sent(long now, long took) {
        backoff.reset();
        turn = now + Math.round(BETWEEN * (0.5 + random.getAsDouble())) + REST * took;
    }

    /** The platform has no time for a batch. */
    void refused(long now, @Nullable Duration asked) {
        turn = now + (asked == null ? backoff.next() : backoff.atLeast(asked)).toNanos();
    }
}
