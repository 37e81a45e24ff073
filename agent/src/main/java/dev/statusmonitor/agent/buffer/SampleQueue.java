package dev.statusmonitor.agent.buffer;

import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.contract.SeriesList;
import dev.statusmonitor.contract.TopProcesses;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The samples that wait to be sent, bounded: where it is full, the oldest goes and is counted. What is taken out and
 * not given back is gone.
 *
 * <p>A sample gets its timestamp once its era's clock is proved ({@link PlatformClock}), and only then can it be taken.
 * No two samples ever get the same timestamp.
 *
 * <p>Safe for use by several threads; {@link #put} never waits for a sender.
 */
public final class SampleQueue {
    private final PlatformClock clock;
    private final int capacity;
    private final Deque<Unstamped> unstamped = new ArrayDeque<>();
    private final TreeMap<Long, Sample> stamped = new TreeMap<>();
    private long lastStamp = Long.MIN_VALUE;
    private long lastNewest = Long.MIN_VALUE;
    private long dropped;
    private boolean closed;

    private record Unstamped(
            int era,
            long hostMillis,
            SeriesList series,
            double[] values,
            @Nullable TopProcesses processes) {}

    /** @param capacity how many samples may wait */
    public SampleQueue(PlatformClock clock, int capacity) {
        this.clock = clock;
        this.capacity = capacity;
    }

    /**
     * Adds the newest sample.
     *
     * @param hostMillis the second to which it belongs by the host's clock, Unix ms
     */
    public void put(int era, long hostMillis, SeriesList series, double[] values) {
        put(era, hostMillis, series, values, null);
    }

    /**
     * The same.
     *
     * @param processes are sent only while this is the newest sample; null where it says nothing of them
     */
    public synchronized void put(
            int era, long hostMillis, SeriesList series, double[] values, @Nullable TopProcesses processes) {
        unstamped.add(new Unstamped(era, hostMillis, series, values, processes));
        stamp();
        trim();
        notifyAll();
    }

    /** The newest sample, where none as new was taken before; null where there is none. */
    public synchronized @Nullable Sample takeNewest() {
        stamp();
        if (stamped.isEmpty() || stamped.lastKey() <= lastNewest) {
            return null;
        }
        lastNewest = stamped.lastKey();
        return stamped.pollLastEntry().getValue();
    }

    /**
     * The oldest samples, oldest first.
     *
     * @param most how many at most
     * @param mostBytes about how long their JSON may be; the first is taken in any case
     */
    public synchronized List<Sample> takeOldest(int most, int mostBytes) {
        stamp();
        var taken = new ArrayList<Sample>();
        long bytes = 0;
        while (taken.size() < most && !stamped.isEmpty()) {
            Sample sample = stamped.firstEntry().getValue();
            bytes += estimatedBytes(sample);
            if (bytes > mostBytes && !taken.isEmpty()) {
                break;
            }
            stamped.pollFirstEntry();
            taken.add(sample.withoutProcesses());
        }
        return taken;
    }

    /** About how long a sample's JSON is. */
    static long estimatedBytes(Sample sample) {
        return sample.series().blockLength() + 16L * sample.values().length + 64;
    }

    /** Puts back what could not be sent. */
    public synchronized void giveBack(List<Sample> samples) {
        for (Sample sample : samples) {
            stamped.put(sample.timestamp(), sample);
        }
        trim();
        if (!stamped.isEmpty() && stamped.lastKey() >= lastNewest) {
            // The newest is the newest still: it goes first when the platform is back.
            lastNewest = stamped.lastKey() - 1;
        }
    }

    /** Counts samples that were taken out and will never be stored. */
    public synchronized void lost(int samples) {
        dropped += samples;
    }

    /** How many samples wait. */
    public synchronized int size() {
        return unstamped.size() + stamped.size();
    }

    /** How many samples were lost since the start, for whatever reason. */
    public synchronized long dropped() {
        return dropped;
    }

    /** Waits until there is a sample, or until {@link #close}. */
    public synchronized void await() throws InterruptedException {
        while (size() == 0 && !closed) {
            wait();
        }
    }

    /** No sample will come any more: nobody needs to wait for one. */
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    private void stamp() {
        while (!unstamped.isEmpty()) {
            Unstamped first = unstamped.peek();
            OptionalLong correction = clock.correction(first.era);
            if (correction.isEmpty()) {
                if (first.era == clock.era()) {
                    return;
                }
                // Its era ended before anybody compared the clocks: when it was measured, nobody will ever know.
                unstamped.remove();
                dropped++;
                continue;
            }
            unstamped.remove();
            long timestamp = first.hostMillis + correction.getAsLong();
            if (timestamp <= lastStamp) {
                dropped++;
                continue;
            }
            lastStamp = timestamp;
            stamped.put(timestamp, new Sample(Sample.SCHEMA, timestamp, first.series, first.values, first.processes));
        }
    }

    private void trim() {
        while (size() > capacity) {
            if (stamped.isEmpty()) {
                unstamped.remove();
            } else {
                stamped.pollFirstEntry();
            }
            dropped++;
        }
    }
}
