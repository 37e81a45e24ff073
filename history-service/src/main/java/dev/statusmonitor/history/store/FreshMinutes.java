package dev.statusmonitor.history.store;

import dev.statusmonitor.contract.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Minutes made of samples as they pass, so that nobody has to read them again. A minute of a host is made here where all
 * of its samples came through here: where it began after this instance had become the only one that stores samples of
 * this host. All other minutes, and what comes late, are left to the store. Safe for use by several threads.
 */
public final class FreshMinutes {
    /** More than by how much the clock of a host may be ahead: so much of the future others may have stored before. */
    private static final long AHEAD = Duration.ofSeconds(30).toMillis();
    /** A minute is taken when it has ended; by then the next has begun. More are a host whose clock jumps. */
    private static final int OPEN = 3;
    /** What one host sends comes in order, but for what an agent had to send again. */
    private static final long SETTLE = Duration.ofSeconds(5).toMillis();
    /** After so long nothing more is expected of a host. */
    private static final long IDLE = Duration.ofMinutes(1).toMillis();

    private static final long MINUTE = Tier.MINUTE.step();

    // Guarded by this.
    private final Map<String, Host> hosts = new HashMap<>();
    private long whole;

    /** @param now since when all samples come through here, Unix time in milliseconds */
    public FreshMinutes(long now) {
        this.whole = now + AHEAD;
    }

    private static final class Host {
        /** The newest minute of which there was a sample. */
        long newest = Long.MIN_VALUE;

        /** The timestamp of the newest sample, and when one came last. */
        long sent;

        long came;

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

        Taken taken(String host, long start) {
            return new Taken(host, start, size, sums.window(host, start));
        }
    }

    /** Adds samples that are stored, of any hosts; those of one in the order in which they came. */
    public synchronized void add(List<HostSample> samples, long now) {
        for (HostSample each : samples) {
            Host host = hosts.computeIfAbsent(each.host(), name -> new Host());
            long timestamp = each.sample().timestamp();
            long minute = Tier.MINUTE.window(timestamp);
            host.came = now;
            host.sent = Math.max(host.sent, timestamp);
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

    /**
     * A minute.
     *
     * @param start where it begins
     * @param samples how many it was made of
     * @param window null where its samples had no values
     */
    public record Taken(
            String host, long start, long samples, @Nullable HostWindow window) {}

    /** Takes a minute that has ended, empty or not; null where it is to be made of what is in the store. */
    public synchronized @Nullable Taken take(String name, long start) {
        Host host = hosts.get(name);
        Minute minute = host == null ? null : host.open.remove(start);
        return minute == null ? null : minute.taken(name, start);
    }

    /**
     * Takes the minutes that are over, by the samples themselves: where they are read with a delay, their minutes end
     * with that delay. Where nothing has come of a host for long, all of its minutes are over.
     */
    public synchronized List<Taken> takeEnded(long now) {
        var taken = new ArrayList<Taken>();
        hosts.forEach((name, host) -> host.open.entrySet().removeIf(open -> {
            boolean over = open.getKey() + MINUTE + SETTLE <= host.sent || host.came + IDLE <= now;
            if (over) {
                taken.add(open.getValue().taken(name, open.getKey()));
            }
            return over;
        }));
        return taken;
    }

    /**
     * Settles that no minute before this time is made here any more, but for those that are open.
     *
     * @return that time, or where the first minute begins that is open
     */
    public synchronized long settle(long time) {
        long until = time;
        for (Host host : hosts.values()) {
            for (long open : host.open.keySet()) {
                until = Math.min(until, open);
            }
        }
        forgetBefore(until);
        return until;
    }

    /** Forgets hosts that sent nothing since a time; what they send of before that comes late. */
    public synchronized void forgetBefore(long time) {
        hosts.values().removeIf(host -> host.newest < time);
        whole = Math.max(whole, time);
    }

    /**
     * Others may store samples of these hosts until now: what has begun here is not whole.
     *
     * @return from when on it will be
     */
    public synchronized long clear(long now) {
        hosts.clear();
        whole = Math.max(whole, now + AHEAD);
        return whole;
    }
}
