package dev.statusmonitor.contract;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * A sample as it travels through Kafka: the key is the host id, the value is this record in binary form. It carries
 * its names with it, so that no reader needs anything else; they are packed once for a list of names, not once for a
 * record, so that neither end pays for compression.
 *
 * <p>Layout, big-endian: {@code byte version (1) · byte schema · int64 timestamp ms · int64 received ms · int32
 * length of the packed names · names in UTF-8 separated by line feeds, deflated (RFC 1951) · float64 for each name}. A
 * reader of version 1 ignores bytes after the last value, so that a later version can append.
 *
 * @param sample what was measured
 * @param received when the ingestion edge took it, Unix time in milliseconds
 */
public record SampleRecord(Sample sample, long received) {
    static final byte VERSION = 1;

    /** The bytes before the names. */
    static final int FIXED = 1 + 1 + 8 + 8 + 4;

    /** The binary form. */
    public byte[] encode() {
        byte[] names = sample.series().packed();
        double[] values = sample.values();
        var buffer = ByteBuffer.allocate(FIXED + names.length + 8 * values.length);
        buffer.put(VERSION)
                .put((byte) sample.schema())
                .putLong(sample.timestamp())
                .putLong(received)
                .putInt(names.length)
                .put(names);
        buffer.asDoubleBuffer().put(values);
        return buffer.array();
    }

    /**
     * Reads the binary form.
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
}
