package dev.statusmonitor.agent.buffer;

import dev.statusmonitor.contract.SampleRecord;
import dev.statusmonitor.contract.SeriesLists;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A file of the backlog. It is written to its end, then named after what is in it, read once from its beginning, and
 * deleted.
 *
 * <p>Layout, big-endian: {@code int32 magic · int16 length · host id in UTF-8}, and for each sample {@code int32 length ·
 * int32 CRC-32C · int64 base · SampleRecord}. A sample that was cut off, or that the disk has changed, costs itself.
 */
final class Segment {
    private static final int MAGIC = 0x534d_4201;
    private static final int HEAD = 4 + 4;
    /** No sample is larger: a thousand values and their packed names. */
    private static final int MOST_RECORD = 4 << 20;

    private static final Pattern NAME = Pattern.compile("(\\d{10})(?:-(\\d+)-(\\d+))?\\.samples");

    final long number;
    private Path file;
    private final String owner;
    private long bytes;
    private int count;
    private long newest;
    private long readAt;
    private int read;
    private boolean finished;
    private @Nullable RandomAccessFile writing;

    private Segment(long number, Path file, String owner) {
        this.number = number;
        this.file = file;
        this.owner = owner;
    }

    /** A new one. */
    static Segment create(Path directory, long number, String owner) throws IOException {
        Path file = directory.resolve(String.format("%010d.samples", number));
        Files.createFile(file, OwnerOnly.file(directory));
        var made = new Segment(number, file, owner);
        byte[] name = owner.getBytes(StandardCharsets.UTF_8);
        made.write(ByteBuffer.allocate(4 + 2 + name.length)
                .putInt(MAGIC)
                .putShort((short) name.length)
                .put(name)
                .array());
        made.readAt = made.bytes;
        return made;
    }

    /**
     * One that an earlier process left; null where the file is none. One that was not finished is read through, and
     * what was cut off at its end is cut away.
     */
    static @Nullable Segment open(Path file) throws IOException {
        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
        if (!name.matches()) {
            return null;
        }
        try (var in = new Reader(file)) {
            var found = new Segment(Long.parseLong(name.group(1)), file, in.owner);
            found.readAt = in.at;
            if (name.group(2) != null) {
                found.bytes = Files.size(file);
                found.count = Integer.parseInt(name.group(2));
                found.newest = Long.parseLong(name.group(3));
                found.finished = true;
                return found;
            }
            found.bytes = in.at;
            var lists = new SeriesLists();
            while (in.next()) {
                Stored stored = in.stored(lists);
                found.bytes = in.at;
                found.count++;
                if (stored != null) {
                    found.newest = Math.max(found.newest, stored.sample().timestamp());
                }
            }
            try (var cut = new RandomAccessFile(file.toFile(), "rw")) {
                cut.setLength(found.bytes);
            }
            return found;
        } catch (EOFException e) {
            // Not even its head was written.
            return null;
        }
    }

    /** Adds at the end; after an error the file is as it was before, as far as the disk lets it. */
    void append(List<Stored> samples) throws IOException {
        var records = new ArrayList<byte[]>(samples.size());
        int length = 0;
        for (Stored each : samples) {
            byte[] record = new SampleRecord(each.sample().withoutProcesses(), 0).encode();
            records.add(record);
            length += HEAD + 8 + record.length;
        }
        var buffer = ByteBuffer.allocate(length);
        var crc = new CRC32C();
        for (int i = 0; i < records.size(); i++) {
            byte[] record = records.get(i);
            int at = buffer.position();
            buffer.putInt(8 + record.length)
                    .putInt(0)
                    .putLong(samples.get(i).base())
                    .put(record);
            crc.reset();
            crc.update(buffer.array(), at + HEAD, 8 + record.length);
            buffer.putInt(at + 4, (int) crc.getValue());
        }
        write(buffer.array());
        count += samples.size();
        for (Stored each : samples) {
            newest = Math.max(newest, each.sample().timestamp());
        }
    }

    private void write(byte[] text) throws IOException {
        RandomAccessFile open = writing;
        if (open == null) {
            open = new RandomAccessFile(file.toFile(), "rw");
            writing = open;
        }
        try {
            open.seek(bytes);
            open.write(text);
            // A power cut costs no more than a kill does: what is here waits for long, and is written once a second.
            open.getChannel().force(false);
        } catch (IOException e) {
            try {
                open.setLength(bytes);
            } catch (IOException alsoThat) {
                e.addSuppressed(alsoThat);
            }
            throw e;
        }
        bytes += text.length;
    }

    /** Says that nothing will be added: its name tells what is in it. */
    void finish() throws IOException {
        close();
        file = Files.move(
                file,
                file.resolveSibling(String.format("%010d-%d-%d.samples", number, count, Math.max(0, newest))),
                StandardCopyOption.ATOMIC_MOVE);
        finished = true;
    }

    /**
     * What was read of it at once.
     *
     * @param samples those that could be read
     * @param records how many there were
     * @param end where the next begins
     */
    record Part(List<Stored> samples, int records, long end) {}

    /** The next samples, which {@link #advance} then leaves behind; where there are no records, nothing can be read. */
    Part read(SeriesLists lists, int most, int mostBytes) throws IOException {
        var samples = new ArrayList<Stored>();
        int records = 0;
        long used = 0;
        try (var in = new Reader(file)) {
            in.go(readAt);
            long end = readAt;
            while (samples.size() < most && in.at < bytes && in.next()) {
                Stored stored = in.stored(lists);
                if (stored != null) {
                    used += SampleQueue.estimatedBytes(stored.sample());
                    if (used > mostBytes && !samples.isEmpty()) {
                        break;
                    }
                    samples.add(stored);
                }
                records++;
                end = in.at;
            }
            return new Part(samples, records, end);
        }
    }

    /** Goes behind what was read. */
    void advance(Part part) {
        readAt = part.end;
        read += part.records;
    }

    void delete() throws IOException {
        close();
        Files.deleteIfExists(file);
    }

    void close() throws IOException {
        if (writing != null) {
            writing.close();
            writing = null;
        }
    }

    /** Whether nothing will be added to it. */
    boolean finished() {
        return finished;
    }

    /** Whose samples these are; empty where the host had no id yet. */
    String owner() {
        return owner;
    }

    long bytes() {
        return bytes;
    }

    /** How many have not been read yet. */
    int left() {
        return Math.max(0, count - read);
    }

    int count() {
        return count;
    }

    /** The newest sample's timestamp. */
    long newest() {
        return newest;
    }

    /** Goes from record to record. */
    private static final class Reader implements AutoCloseable {
        private final DataInputStream in;
        final String owner;
        long at;
        private byte[] payload = new byte[0];
        private boolean whole;

        @SuppressWarnings("OverridableMethodCallInConstructor")
        Reader(Path file) throws IOException {
            InputStream raw = Files.newInputStream(file);
            in = new DataInputStream(new BufferedInputStream(raw));
            try {
                if (in.readInt() != MAGIC) {
                    throw new EOFException("no file of samples");
                }
                byte[] name = new byte[in.readUnsignedShort()];
                in.readFully(name);
                owner = new String(name, StandardCharsets.UTF_8);
                at = 4L + 2 + name.length;
            } catch (IOException e) {
                in.close();
                throw e;
            }
        }

        void go(long position) throws IOException {
            in.skipNBytes(position - at);
            at = position;
        }

        /** Reads the next record; false at the end, and where what follows is none. */
        boolean next() throws IOException {
            try {
                int length = in.readInt();
                int sum = in.readInt();
                if (length < 8 || length > MOST_RECORD) {
                    return false;
                }
                payload = in.readNBytes(length);
                if (payload.length < length) {
                    return false;
                }
                at += (long) HEAD + length;
                var crc = new CRC32C();
                crc.update(payload);
                whole = (int) crc.getValue() == sum;
                return true;
            } catch (EOFException e) {
                return false;
            }
        }

        /** The record's sample; null where the disk has changed it. */
        @Nullable Stored stored(SeriesLists lists) {
            if (!whole) {
                return null;
            }
            try {
                var buffer = ByteBuffer.wrap(payload);
                long base = buffer.getLong();
                byte[] record = new byte[buffer.remaining()];
                buffer.get(record);
                return new Stored(SampleRecord.decode(record, lists).sample(), base);
            } catch (IllegalArgumentException e) {
                return null;
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
