package dev.statusmonitor.contract;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A sample as it travels through Kafka: the key is the host id, the value is this record in binary form. It carries
 * its names with it, so that no reader needs anything else; they are packed once for a list of names, not once for a
 * record, so that neither end pays for compression.
 *
 * <p>Layout, big-endian: {@code byte version (1) · byte schema · int64 timestamp ms · int64 received ms · int32
 * length of the packed names · names in UTF-8 separated by line feeds, deflated (RFC 1951) · float64 for each name}, and
 * where processes stand out {@code byte 1 · int32 length · JSON in UTF-8}. A reader of version 1 ignores bytes after the
 * last value that it does not know, so that a later version can append.
 *
 * @param sample what was measured
 * @param received when the ingestion edge took it, Unix time in milliseconds
 */
public record SampleRecord(Sample sample, long received) {
    static final byte VERSION = 1;

    /** The bytes before the names. */
    static final int FIXED = 1 + 1 + 8 + 8 + 4;

    /** What follows the values is processes. */
    private static final byte PROCESSES = 1;

    private static final int PROCESSES_HEAD = 1 + 4;

    /** The binary form. */
    public byte[] encode() {
        byte[] names = sample.series().packed();
        double[] values = sample.values();
        TopProcesses top = sample.processes();
        byte[] processes = top == null ? new byte[0] : top.toJson();
        int valuesEnd = FIXED + names.length + 8 * values.length;
        var buffer = ByteBuffer.allocate(valuesEnd + (top == null ? 0 : PROCESSES_HEAD + processes.length));
        buffer.put(VERSION)
                .put((byte) sample.schema())
                .putLong(sample.timestamp())
                .putLong(received)
                .putInt(names.length)
                .put(names);
        buffer.asDoubleBuffer().put(values);
        if (top != null) {
            buffer.position(valuesEnd).put(PROCESSES).putInt(processes.length).put(processes);
        }
        return buffer.array();
    }

    /**
     * Reads the binary form, without the processes: few want them, and they are asked for by {@link #processes}.
     *
     * @param lists shares the lists of names between records
     * @throws IllegalArgumentException where it is none, or of another version
     */
    public static SampleRecord decode(byte[] bytes, SeriesLists lists) {
        try {
            var buffer = ByteBuffer.wrap(bytes);
            byte version = buffer.get();
            if (version != VERSION) {
                throw new IllegalArgumentException("a sample record of version " + version + "; 1 was expected");
            }
            int schema = buffer.get();
            long timestamp = buffer.getLong();
            long received = buffer.getLong();
            int length = buffer.getInt();
            if (length < 0 || length > buffer.remaining()) {
                throw new IllegalArgumentException("a sample record that is cut short");
            }
            SeriesList series = lists.read(bytes, buffer.position(), length);
            buffer.position(buffer.position() + length);
            var values = new double[series.size()];
            buffer.asDoubleBuffer().get(values);
            return new SampleRecord(new Sample(schema, timestamp, series, values), received);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("a sample record that is cut short", e);
        }
    }

    /**
     * The processes that stand out, as JSON like that of {@link TopProcesses}.
     *
     * @param bytes a record that was read
     * @param series how many names it has
     * @return null where it has none
     */
    public static @Nullable String processes(byte[] bytes, int series) {
        var buffer = ByteBuffer.wrap(bytes);
        int at = FIXED + buffer.getInt(FIXED - 4) + 8 * series;
        if (bytes.length - at < PROCESSES_HEAD || buffer.get(at) != PROCESSES) {
            return null;
        }
        int length = buffer.getInt(at + 1);
        return length < 0 || length > bytes.length - at - PROCESSES_HEAD
                ? null
                : new String(bytes, at + PROCESSES_HEAD, length, StandardCharsets.UTF_8);
    }
}
