package dev.statusmonitor.agent.buffer;

import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.contract.SeriesList;
import dev.statusmonitor.contract.TopProcesses;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The samples that wait to be sent. While all is well they are in memory alone. A sample that is still not acknowledged
 * when the next one comes goes to the {@link Backlog} on disk, so that no end of the process costs more than the last
 * second. Where the disk takes nothing, they wait in memory, a few of them: where that is full, the oldest goes and is
 * counted.
 *
 * <p>What is taken out is either {@linkplain #settled settled} or {@linkplain #giveBack given back}.
 *
 * <p>A sample gets its timestamp once its era's clock is proved ({@link PlatformClock}), and only then can it be taken.
 * No two samples of a process ever get the same timestamp.
 *
 * <p>Safe for use by several threads, of which one takes; {@link #put} waits neither for it nor for the disk.
 */
public final class SampleQueue {
    private static final Logger LOG = LoggerFactory.getLogger(SampleQueue.class);

    private static final int AT_ONCE = 60;
    private static final long DISK_RETRY = Duration.ofSeconds(10).toNanos();
    private static final int SENT_AHEAD = 1_000;

    private final PlatformClock clock;
    private final int capacity;
    private final @Nullable Backlog backlog;
    private final Executor writer;

    private final Deque<Waiting> unstamped = new ArrayDeque<>();
    private final TreeMap<Long, Waiting> stamped = new TreeMap<>();
    private final Map<Long, Waiting> taken = new TreeMap<>();
    private @Nullable Waiting newest;
    private long lastStamp = Long.MIN_VALUE;
    private long lastNewest = Long.MIN_VALUE;
    private long dropped;
    private boolean closed;

    private boolean writing;
    private boolean diskFails;
    private long diskTriedAt;
    /** Timestamps of what is on disk and was sent all the same, being the newest then. */
    private final Set<Long> sentAhead = new LinkedHashSet<>();

    private @Nullable List<Sample> fromDisk;
    private int lostFromDisk;

    private static final class Waiting {
        final int era;
        final long hostMillis;
        final SeriesList series;
        final double[] values;
        final @Nullable TopProcesses processes;

        @Nullable Sample sample;

        boolean onDisk;
        boolean isTaken;
        boolean isDropped;

        Waiting(int era, long hostMillis, SeriesList series, double[] values, @Nullable TopProcesses processes) {
            this.era = era;
            this.hostMillis = hostMillis;
            this.series = series;
            this.values = values;
            this.processes = processes;
        }
    }

    /** A queue in memory alone. */
    public SampleQueue(PlatformClock clock, int capacity) {
        this(clock, capacity, null, Runnable::run);
    }

    /**
     * @param capacity how many samples may wait in memory
     * @param backlog where they wait otherwise; null is nowhere
     * @param writer runs what writes to it
     */
    public SampleQueue(PlatformClock clock, int capacity, @Nullable Backlog backlog, Executor writer) {
        this.clock = clock;
        this.capacity = capacity;
        this.backlog = backlog;
        this.writer = writer;
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
    public void put(int era, long hostMillis, SeriesList series, double[] values, @Nullable TopProcesses processes) {
        boolean write;
        synchronized (this) {
            newest = new Waiting(era, hostMillis, series, values, processes);
            unstamped.add(newest);
            stamp();
            write = backlog != null
                    && taken.size() + stamped.size() + unstamped.size() > 1
                    && !writing
                    && (!diskFails || System.nanoTime() - diskTriedAt >= DISK_RETRY)
                    && !toWrite(false).isEmpty();
            writing |= write;
            trim();
            notifyAll();
        }
        if (write) {
            writer.execute(() -> write(false));
        }
    }

    /** What should be on disk and isn't, the oldest first. */
    private List<Waiting> toWrite(boolean all) {
        var found = new ArrayList<Waiting>();
        for (var some : List.of(taken.values(), stamped.values(), unstamped)) {
            for (Waiting each : some) {
                if (!each.onDisk && (all || each != newest) && found.size() < AT_ONCE) {
                    found.add(each);
                }
            }
        }
        return found;
    }

    private void write(boolean all) {
        Backlog disk = backlog;
        if (disk == null) {
            return;
        }
        try {
            while (true) {
                List<Waiting> some;
                var stored = new ArrayList<Stored>();
                synchronized (this) {
                    some = toWrite(all);
                    if (some.isEmpty()) {
                        return;
                    }
                    some.forEach(each -> stored.add(stored(each)));
                }
                disk.append(stored, clock.proved() ? OptionalLong.of(clock.platformMillis()) : OptionalLong.empty());
                synchronized (this) {
                    some.forEach(this::written);
                    if (diskFails) {
                        diskFails = false;
                        LOG.info("Samples that cannot be sent are kept on disk again.");
                    }
                }
            }
        } catch (IOException e) {
            synchronized (this) {
                diskTriedAt = System.nanoTime();
                if (!diskFails) {
                    LOG.warn(
                            "Samples that cannot be sent cannot be kept on disk either ({}); the last {} wait in memory.",
                            e instanceof FileSystemException ? e.toString() : e.getMessage(),
                            capacity);
                }
                diskFails = true;
            }
        } finally {
            synchronized (this) {
                writing = false;
                notifyAll();
            }
        }
    }

    private Stored stored(Waiting each) {
        Sample sample = each.sample;
        if (sample != null) {
            return new Stored(sample, Stored.STAMPED);
        }
        // A base that is forgotten is an era that nobody will compare any more.
        return new Stored(
                new Sample(Sample.SCHEMA, each.hostMillis, each.series, each.values),
                clock.baseMillis(each.era).orElse(Long.MAX_VALUE / 2));
    }

    private void written(Waiting each) {
        each.onDisk = true;
        if (each.isDropped) {
            dropped--;
            return;
        }
        Sample sample = each.sample;
        if (each.isTaken) {
            return;
        }
        if (sample == null) {
            unstamped.remove(each);
        } else if (!stamped.remove(sample.timestamp(), each)) {
            // Was taken and settled while it was being written.
            sentAhead(sample.timestamp());
        }
    }

    private void sentAhead(long timestamp) {
        sentAhead.add(timestamp);
        if (sentAhead.size() > SENT_AHEAD) {
            // Is sent twice then, which changes nothing.
            sentAhead.remove(sentAhead.iterator().next());
        }
    }

    /** The newest sample, where none as new was taken before; null where there is none. */
    public synchronized @Nullable Sample takeNewest() {
        stamp();
        if (stamped.isEmpty() || stamped.lastKey() <= lastNewest) {
            return null;
        }
        lastNewest = stamped.lastKey();
        return take(stamped.pollLastEntry().getValue());
    }

    private Sample take(Waiting waiting) {
        Sample sample = waiting.sample;
        if (sample == null) {
            throw new IllegalStateException("not stamped");
        }
        waiting.isTaken = true;
        taken.put(sample.timestamp(), waiting);
        return sample;
    }

    /**
     * The oldest samples, oldest first, those on disk before the others.
     *
     * @param most how many at most
     * @param mostBytes about how long their JSON may be; the first is taken in any case
     */
    public List<Sample> takeOldest(int most, int mostBytes) {
        List<Sample> old = takeFromDisk(most, mostBytes);
        return old.isEmpty() ? takeFromMemory(most, mostBytes) : old;
    }

    private List<Sample> takeFromDisk(int most, int mostBytes) {
        Backlog disk = backlog;
        while (disk != null && disk.count() > 0 && clock.proved()) {
            List<Stored> read = disk.read(most, mostBytes, clock.platformMillis());
            if (read.isEmpty()) {
                break;
            }
            var samples = new ArrayList<Sample>(read.size());
            synchronized (this) {
                lostFromDisk = 0;
                for (Stored each : read) {
                    Sample sample = stamped(each);
                    if (sample == null) {
                        lostFromDisk++;
                    } else if (!sentAhead.contains(sample.timestamp())) {
                        samples.add(sample);
                    }
                }
                fromDisk = samples;
            }
            if (!samples.isEmpty()) {
                return samples;
            }
            settled(samples);
        }
        return List.of();
    }

    private @Nullable Sample stamped(Stored each) {
        Sample sample = each.sample();
        if (each.stamped()) {
            return sample;
        }
        OptionalLong correction = clock.correctionAt(each.base());
        // When it was measured, nobody will ever know.
        return correction.isEmpty()
                ? null
                : new Sample(
                        sample.schema(), sample.timestamp() + correction.getAsLong(), sample.series(), sample.values());
    }

    private synchronized List<Sample> takeFromMemory(int most, int mostBytes) {
        stamp();
        var samples = new ArrayList<Sample>();
        long bytes = 0;
        while (samples.size() < most && !stamped.isEmpty()) {
            Waiting first = stamped.firstEntry().getValue();
            bytes += first.sample == null ? 0 : estimatedBytes(first.sample);
            if (bytes > mostBytes && !samples.isEmpty()) {
                break;
            }
            stamped.pollFirstEntry();
            samples.add(take(first).withoutProcesses());
        }
        return samples;
    }

    /** About how long a sample's JSON is. */
    static long estimatedBytes(Sample sample) {
        return sample.series().blockLength() + 16L * sample.values().length + 64;
    }

    /** Puts back what could not be sent. */
    @SuppressWarnings("ReferenceEquality") // It is the very list that was given out.
    public synchronized void giveBack(List<Sample> samples) {
        if (samples == fromDisk) {
            fromDisk = null;
            return;
        }
        for (Sample sample : samples) {
            Waiting waiting = taken.remove(sample.timestamp());
            if (waiting != null) {
                waiting.isTaken = false;
                if (!waiting.onDisk) {
                    stamped.put(sample.timestamp(), waiting);
                }
            }
        }
        trim();
        if (!stamped.isEmpty() && stamped.lastKey() >= lastNewest) {
            // The newest is the newest still: it goes first when the platform is back.
            lastNewest = stamped.lastKey() - 1;
        }
    }

    /** Forgets what the platform has, or will never take. */
    @SuppressWarnings("ReferenceEquality") // It is the very list that was given out.
    public void settled(List<Sample> samples) {
        synchronized (this) {
            if (samples != fromDisk) {
                for (Sample sample : samples) {
                    Waiting waiting = taken.remove(sample.timestamp());
                    if (waiting != null) {
                        waiting.isTaken = false;
                        if (waiting.onDisk) {
                            sentAhead(sample.timestamp());
                        }
                    }
                }
                return;
            }
            fromDisk = null;
            dropped += lostFromDisk;
        }
        if (backlog != null) {
            backlog.advance();
            if (backlog.count() == 0) {
                synchronized (this) {
                    sentAhead.clear();
                }
            }
        }
    }

    /** Counts samples that were taken out and will never be stored. */
    public synchronized void lost(int samples) {
        dropped += samples;
    }

    /** Whose samples these are. */
    public void owner(String host) {
        if (backlog != null) {
            backlog.owner(host);
        }
    }

    /** Puts all on disk that is not there yet: the process ends. */
    public void save() throws InterruptedException {
        if (backlog == null) {
            return;
        }
        long until = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        synchronized (this) {
            while (writing && System.nanoTime() < until) {
                wait(100);
            }
            if (writing) {
                return;
            }
            writing = true;
        }
        write(true);
    }

    /** How many samples wait. */
    public int size() {
        int onDisk = backlog == null ? 0 : backlog.count();
        synchronized (this) {
            return unstamped.size() + stamped.size() + onDisk;
        }
    }

    /** How many samples wait on disk. */
    public int onDisk() {
        return backlog == null ? 0 : backlog.count();
    }

    /** How many samples wait in memory, of those that are not on their way. */
    public synchronized int inMemory() {
        return unstamped.size() + stamped.size();
    }

    /** How many samples were lost since the start, for whatever reason. */
    public long dropped() {
        long onDisk = backlog == null ? 0 : backlog.dropped();
        synchronized (this) {
            return dropped + onDisk;
        }
    }

    /**
     * Waits until there is a newer sample, or until {@link #close}; where older ones wait, until their turn at the
     * latest.
     *
     * @param turn when it is the older ones' turn, by {@link System#nanoTime}
     */
    public void await(long turn) throws InterruptedException {
        boolean onDisk = backlog != null && backlog.count() > 0;
        synchronized (this) {
            while (!closed && unstamped.isEmpty() && (stamped.isEmpty() || stamped.lastKey() <= lastNewest)) {
                if (stamped.isEmpty() && !onDisk) {
                    wait();
                    continue;
                }
                long left = turn - System.nanoTime();
                if (left <= 0) {
                    return;
                }
                TimeUnit.NANOSECONDS.timedWait(this, left + 1_000_000);
            }
        }
    }

    /** No sample will come any more: nobody needs to wait for one. */
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    private void stamp() {
        while (!unstamped.isEmpty()) {
            Waiting first = unstamped.peek();
            OptionalLong correction = clock.correction(first.era);
            if (correction.isEmpty()) {
                if (first.era == clock.era()) {
                    return;
                }
                // Its era ended before anybody compared the clocks: when it was measured, nobody will ever know.
                unstamped.remove();
                drop(first);
                continue;
            }
            unstamped.remove();
            long timestamp = first.hostMillis + correction.getAsLong();
            if (timestamp <= lastStamp) {
                drop(first);
                continue;
            }
            lastStamp = timestamp;
            first.sample = new Sample(Sample.SCHEMA, timestamp, first.series, first.values, first.processes);
            stamped.put(timestamp, first);
        }
    }

    private void trim() {
        while (unstamped.size() + stamped.size() > capacity) {
            drop(
                    stamped.isEmpty()
                            ? unstamped.remove()
                            : stamped.pollFirstEntry().getValue());
        }
    }

    private void drop(Waiting waiting) {
        waiting.isDropped = true;
        dropped++;
    }
}
