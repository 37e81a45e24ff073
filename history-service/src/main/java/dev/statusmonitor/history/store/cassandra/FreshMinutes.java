package dev.statusmonitor.history.store.cassandra;

import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.history.store.HostSample;
import dev.statusmonitor.history.store.HostWindow;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.WindowSums;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Minutes made of samples as they pass, so that nobody has to read them again. A minute of a host is made here where all
 * of its samples came through here: where it began after this instance had become the only one that stores samples of
 * this host. All other minutes, and what comes late, are left to the store. Safe for use by several threads.
 */
final class FreshMinutes {
    /** More than by how much the clock of a host may be ahead: so much of the future others may have stored before. */
    private static final long AHEAD = Duration.ofSeconds(30).toMillis();
    /** A minute is taken when it has ended; by then the next has begun. More are a host whose clock jumps. */
    private static final int OPEN = 3;

    // Guarded by this.
    private final Map<String, Host> hosts = new HashMap<>();
    private long whole;

    /** @param now since when all samples come through here, Unix time in milliseconds */
    FreshMinutes(long now) {
        this.whole = now + AHEAD;
    }

    private static final class Host {
        /** The newest minute of which there was a sample. */
        long newest = Long.MIN_VALUE;

        final Map<Long, Minute> open = new HashMap<>();
    }

    private static final class Minute {
        final WindowSums sums = new WindowSums();
        /** The timestamps of its samples, ascending. */
        private long[] times = new long[60];

        private int size;

        void add(Sample sample) {
            // Kafka may bring one twice.
            int place = Arrays.binarySearch(times, 0, size, sample.timestamp());
            if (place < 0) {
                if (size == times.length) {
                    times = Arrays.copyOf(times, 2 * size);
                }
                System.arraycopy(times, -place - 1, times, -place, size + place + 1);
                times[-place - 1] = sample.timestamp();
                size++;
                sums.addSample(sample.series(), sample.values());
            }
        }
    }

    /** Adds samples that are stored; those of one host in a list. */
    synchronized void add(Collection<List<HostSample>> samples) {
        for (List<HostSample> of : samples) {
            Host host = hosts.computeIfAbsent(of.getFirst().host(), name -> new Host());
            for (HostSample each : of) {
                long minute = Tier.MINUTE.window(each.sample().timestamp());
                if (minute > host.newest) {
                    host.newest = minute;
                    if (minute >= whole && host.open.size() < OPEN) {
                        host.open.put(minute, new Minute());
                    }
                }
                Minute open = host.open.get(minute);
                if (open != null) {
                    open.add(each.sample());
                }
            }
        }
    }

    /** Takes a minute that has ended, empty or not; null where it is to be made of what is in the store. */
    synchronized @Nullable Taken take(String name, long start) {
        Host host = hosts.get(name);
        Minute minute = host == null ? null : host.open.remove(start);
        return minute == null ? null : new Taken(minute.sums.window(name, start));
    }

    /**
     * A minute.
     *
     * @param window null where its samples had no values
     */
    record Taken(@Nullable HostWindow window) {}

    /** Forgets hosts that sent nothing since a time; what they send of before that comes late. */
    synchronized void forgetBefore(long time) {
        hosts.values().removeIf(host -> host.newest < time);
        whole = Math.max(whole, time);
    }

    /** Others may store samples of these hosts until now: what has begun here is not whole. */
    synchronized void clear(long now) {
        hosts.clear();
        whole = Math.max(whole, now + AHEAD);
    }
}
