package dev.statusmonitor.history.consume;

import dev.statusmonitor.contract.SampleRecord;
import dev.statusmonitor.contract.SeriesLists;
import dev.statusmonitor.history.store.HostSample;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads a record and decides whether it is to be stored. */
final class SampleSorter {
    /** No clock of a machine that takes samples is this far ahead; a timestamp that is, is broken. */
    private static final Duration FUTURE = Duration.ofHours(1);

    private static final Duration LATE = Duration.ofMinutes(1);

    private final SeriesLists lists;
    private final Predicate<String> deletedHosts;
    private final Duration retention;
    private final Clock clock;

    /**
     * @param deletedHosts whether a host is known to be deleted
     * @param retention for how long samples are kept; older ones are not stored
     */
    SampleSorter(SeriesLists lists, Predicate<String> deletedHosts, Duration retention, Clock clock) {
        this.lists = lists;
        this.deletedHosts = deletedHosts;
        this.retention = retention;
        this.clock = clock;
    }

    /** What to do with a record. */
    enum Verdict {
        STORE,
        /** No sample, or with a timestamp that cannot be. */
        BROKEN,
        /** Its host is deleted. */
        DELETED,
        /** Older than anything that is kept. */
        EXPIRED
    }

    /**
     * A record, sorted.
     *
     * @param sample null unless it is to be stored
     * @param late whether it waited for more than a minute before the platform had it
     * @param reason why it is broken; empty otherwise
     */
    record Sorted(Verdict verdict, @Nullable HostSample sample, boolean late, String reason) {
        static Sorted broken(String reason) {
            return new Sorted(Verdict.BROKEN, null, false, reason);
        }
    }

    Sorted sort(@Nullable String host, byte @Nullable [] value) {
        if (host == null || host.isEmpty() || value == null) {
            return Sorted.broken("a record without a host or without a sample");
        }
        SampleRecord read;
        try {
            read = SampleRecord.decode(value, lists);
        } catch (RuntimeException e) {
            return Sorted.broken(String.valueOf(e.getMessage()));
        }
        long timestamp = read.sample().timestamp();
        long now = clock.millis();
        if (timestamp > now + FUTURE.toMillis()) {
            return Sorted.broken("a timestamp more than an hour ahead: " + timestamp);
        }
        if (deletedHosts.test(host)) {
            return new Sorted(Verdict.DELETED, null, false, "");
        }
        if (timestamp < now - retention.toMillis()) {
            return new Sorted(Verdict.EXPIRED, null, false, "");
        }
        return new Sorted(
                Verdict.STORE, new HostSample(host, read.sample()), read.received() - timestamp > LATE.toMillis(), "");
    }
}
