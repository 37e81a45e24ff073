package dev.statusmonitor.alerts.evaluate;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Since when the platform has been receiving: only then is a host that is silent to blame. A restart, a Kafka that does
 * not answer, a backlog that is still read, and a silence of all hosts at once begin it anew. For one thread.
 */
public final class Receiving {
    /** Without any sample for so long after the start, there is nobody left who could send. */
    static final long NOBODY = Duration.ofMinutes(5).toMillis();

    /** When several hosts fall silent within so long, it is taken to be the platform that does not hear. */
    static final long ALL_SILENT = Duration.ofSeconds(10).toMillis();

    private long start;
    private long since;
    private long newest;

    /** @param now the start, Unix time in milliseconds */
    public Receiving(long now) {
        begin(now);
    }

    /** What may have been missed from here on is not the hosts' fault. */
    public void begin(long now) {
        start = now;
        since = 0;
        newest = 0;
    }

    /** A sample came, after the start. */
    public void arrived(long arrival) {
        if (arrival < start) {
            return;
        }
        // After a silence of all, they come back one by one.
        if (since == 0 || arrival - newest > ALL_SILENT) {
            since = arrival;
        }
        newest = Math.max(newest, arrival);
    }

    /**
     * Since when, Unix time in milliseconds; null while it cannot be told.
     *
     * @param senders how many hosts there are that send
     */
    public @Nullable Long since(long now, int senders) {
        if (since == 0) {
            return now - start >= NOBODY ? start : null;
        }
        boolean allSilent = senders > 1 && now - newest > ALL_SILENT;
        return allSilent && now - newest < NOBODY ? null : since;
    }
}
