package dev.statusmonitor.agent.buffer;

import dev.statusmonitor.contract.SeriesLists;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The samples that wait on disk, in the order in which they were measured, bounded in bytes and in age: what is too much
 * goes from its oldest on, and is counted. There are files only while something waits; each holds a few minutes, so
 * that after a restart no more than that is sent a second time.
 *
 * <p>Safe for use by several threads. {@link #count} and {@link #dropped} never wait for the disk.
 */
public final class Backlog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);

    private static final int SEGMENT_SAMPLES = 300;
    private static final int SEGMENT_BYTES = 512 * 1_024;

    /** The agent is not who takes a host's last space. */
    private static final long LEFT_FREE = 64L << 20;

    private static final long NAMES_KEPT = 256 * 1_024;
    private static final long FULL_SAID_EVERY = Duration.ofHours(1).toNanos();

    private final Path directory;
    private final long maxBytes;
    private final Duration maxAge;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Segment> segments = new ArrayDeque<>();
    private final SeriesLists lists = new SeriesLists(NAMES_KEPT);
    private @Nullable FileChannel claim;
    private @Nullable Segment tail;
    private long lastNumber;
    private String owner = "";
    private @Nullable Segment reading;
    private Segment.@Nullable Part part;
    private long bytes;
    private long fullSaidAt;
    private long droppedWhenSaid;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();

    /**
     * @param directory made when it is first needed
     * @param maxBytes how large all of it may become
     * @param maxAge how old a sample may become
     */
    public Backlog(Path directory, long maxBytes, Duration maxAge) {
        this.directory = directory;
        this.maxBytes = Math.max(maxBytes, 2L * SEGMENT_BYTES);
        this.maxAge = maxAge;
    }

    /**
     * Finds what an earlier process left.
     *
     * @param host whose samples these will be; empty where that is not known yet
     * @return how many samples wait
     */
    public int open(String host) throws IOException {
        lock.lock();
        try {
            owner = host;
            if (!Files.isDirectory(directory)) {
                return 0;
            }
            claim();
            var found = new ArrayList<Segment>();
            try (var files = Files.newDirectoryStream(directory, "*.samples")) {
                for (Path file : files) {
                    Segment segment = Segment.open(file);
                    if (segment == null || segment.count() == 0) {
                        Files.delete(file);
                    } else {
                        found.add(segment);
                    }
                }
            }
            found.sort(Comparator.comparingLong(segment -> segment.number));
            for (Segment segment : found) {
                segments.add(segment);
                bytes += segment.bytes();
                count.addAndGet(segment.count());
                lastNumber = segment.number;
            }
            Segment last = segments.peekLast();
            if (last != null && !last.finished() && last.owner().equals(owner)) {
                // Goes on, so that an agent that is killed again and again makes no file each time.
                tail = last;
            }
            return count.get();
        } finally {
            lock.unlock();
        }
    }

    /** Two agents in one folder would send each other's samples. */
    private void claim() throws IOException {
        if (claim != null) {
            return;
        }
        Path file = directory.resolve("lock");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock taken = null;
        try {
            taken = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Said below.
        } finally {
            if (taken == null) {
                channel.close();
            }
        }
        if (taken == null) {
            throw new IOException("another agent is using " + directory);
        }
        claim = channel;
    }

    /** Whose samples these are. Those of another host, which a copied disk may bring along, are not sent. */
    void owner(String host) {
        if (host.equals(owner)) {
            return;
        }
        lock.lock();
        try {
            owner = host;
            Segment last = tail;
            if (last != null && !last.owner().isEmpty()) {
                last.finish();
                tail = null;
            }
        } catch (IOException e) {
            LOG.debug("It is finished when it is found again.", e);
            tail = null;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Adds samples, each later than those before.
     *
     * @throws IOException with a sentence's middle, where there is no room or the disk doesn't work; none was added
     */
    void append(List<Stored> samples, OptionalLong now) throws IOException {
        lock.lock();
        try {
            Segment last = tail;
            if (last != null && (last.count() >= SEGMENT_SAMPLES || last.bytes() >= SEGMENT_BYTES)) {
                last.finish();
                last = null;
                tail = null;
            }
            if (last == null) {
                last = next(now);
                tail = last;
            }
            long before = last.bytes();
            last.append(samples);
            bytes += last.bytes() - before;
            count.addAndGet(samples.size());
        } catch (IOException e) {
            Segment last = tail;
            if (last != null && last.count() == 0) {
                drop(last);
            }
            throw e;
        } finally {
            lock.unlock();
        }
    }

    private Segment next(OptionalLong now) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, OwnerOnly.folder(directory));
        }
        claim();
        if (now.isPresent()) {
            while (!segments.isEmpty() && tooOld(segments.getFirst(), now.getAsLong())) {
                dropOldest();
            }
        }
        boolean full = false;
        while (!segments.isEmpty() && bytes + SEGMENT_BYTES > maxBytes) {
            full = true;
            dropOldest();
        }
        long free = Files.getFileStore(directory).getUsableSpace();
        if (free < LEFT_FREE) {
            if (segments.isEmpty()) {
                throw new IOException("less than " + (LEFT_FREE >> 20) + " MiB are free on its disk");
            }
            // Goes round in the room that it has.
            full = true;
            dropOldest();
        }
        if (full) {
            sayFull(free);
        }
        Segment made = Segment.create(directory, ++lastNumber, owner);
        segments.add(made);
        bytes += made.bytes();
        return made;
    }

    private boolean tooOld(Segment segment, long now) {
        return segment.newest() < now - maxAge.toMillis();
    }

    private void dropOldest() {
        Segment oldest = segments.getFirst();
        dropped.addAndGet(oldest.left());
        drop(oldest);
    }

    private void sayFull(long free) {
        long now = System.nanoTime();
        if (fullSaidAt == 0 || now - fullSaidAt >= FULL_SAID_EVERY) {
            LOG.warn(
                    "The buffer in {} is full ({} MiB of {}, {} MiB free on the disk): the oldest samples go, {} of them since this was last said.",
                    directory,
                    bytes >> 20,
                    maxBytes >> 20,
                    free >> 20,
                    dropped.get() - droppedWhenSaid);
            fullSaidAt = now;
            droppedWhenSaid = dropped.get();
        }
    }

    /** Forgets a segment, of which nothing is wanted any more. */
    private void drop(Segment segment) {
        if (!segments.remove(segment)) {
            return;
        }
        bytes -= segment.bytes();
        count.addAndGet(-segment.left());
        if (segment == tail) {
            tail = null;
        }
        try {
            segment.delete();
        } catch (IOException e) {
            LOG.debug("It is found again at the next start, and changes nothing.", e);
        }
    }

    /**
     * The oldest samples; the same again until {@link #advance}. Empty where there are none, and while the disk is
     * being written to.
     *
     * @param now the platform's time, Unix ms: what is too old for it is left out and counted
     */
    List<Stored> read(int most, int mostBytes, long now) {
        if (!lock.tryLock()) {
            return List.of();
        }
        try {
            part = null;
            while (!segments.isEmpty()) {
                Segment oldest = segments.getFirst();
                if (!oldest.owner().isEmpty() && !oldest.owner().equals(owner)) {
                    LOG.warn("{} sample(s) in {} are of another host and are not sent.", oldest.left(), directory);
                    dropOldest();
                    continue;
                }
                if (oldest.left() == 0) {
                    drop(oldest);
                    continue;
                }
                if (tooOld(oldest, now)) {
                    dropOldest();
                    continue;
                }
                Segment.Part next;
                try {
                    next = oldest.read(lists, most, mostBytes);
                } catch (IOException e) {
                    LOG.warn("{} sample(s) in {} cannot be read ({}).", oldest.left(), directory, e.toString());
                    dropOldest();
                    continue;
                }
                if (next.records() == 0) {
                    LOG.warn("{} sample(s) in {} are damaged.", oldest.left(), directory);
                    dropOldest();
                    continue;
                }
                if (next.samples().isEmpty()) {
                    leaveBehind(oldest, next);
                    continue;
                }
                reading = oldest;
                part = next;
                return next.samples();
            }
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    /** Leaves behind what was read last: nobody will want it again. */
    void advance() {
        lock.lock();
        try {
            Segment of = reading;
            Segment.Part read = part;
            part = null;
            if (of == null || read == null) {
                return;
            }
            if (segments.contains(of)) {
                leaveBehind(of, read);
            } else {
                // Was dropped for room while it was on its way.
                dropped.addAndGet(-read.samples().size());
            }
        } finally {
            lock.unlock();
        }
    }

    private void leaveBehind(Segment of, Segment.Part read) {
        int before = of.left();
        of.advance(read);
        count.addAndGet(of.left() - before);
        dropped.addAndGet(read.records() - read.samples().size());
        if (of.left() == 0) {
            drop(of);
        }
    }

    /** How many samples wait here. */
    int count() {
        return count.get();
    }

    /** How many samples were lost here. */
    long dropped() {
        return dropped.get();
    }

    /** Ends the use of the files; nothing is lost. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (tail != null) {
                tail.close();
            }
            if (claim != null) {
                claim.close();
                claim = null;
            }
        } catch (IOException e) {
            LOG.debug("Was closed all the same.", e);
        } finally {
            lock.unlock();
        }
    }
}
