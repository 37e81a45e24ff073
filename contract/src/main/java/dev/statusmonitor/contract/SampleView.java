package dev.statusmonitor.contract;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * A {@link SampleRecord} read where it lies. Costs next to nothing until something is asked: for a reader that wants
 * a few values of very many records and recognises a host's list of names by its {@link #fingerprint}.
 *
 * <p>Good for as long as the buffer's content is not changed. Safe for use by several threads.
 */
public final class SampleView {
    private final ByteBuffer record;
    private final int namesLength;

    private SampleView(ByteBuffer record, int namesLength) {
        this.record = record;
        this.namesLength = namesLength;
    }

    /**
     * A view of the record that stands between the buffer's position and its limit; neither is moved.
     *
     * @throws IllegalArgumentException where it is none, or of another version
     */
    public static SampleView of(ByteBuffer buffer) {
        ByteBuffer record = buffer.slice().order(ByteOrder.BIG_ENDIAN);
        if (record.remaining() < SampleRecord.FIXED) {
            throw new IllegalArgumentException("a sample record that is cut short");
        }
        byte version = record.get(0);
        if (version != SampleRecord.VERSION) {
            throw new IllegalArgumentException("a sample record of version " + version + "; 1 was expected");
        }
        int length = record.getInt(SampleRecord.FIXED - 4);
        if (length < 0 || length > record.remaining() - SampleRecord.FIXED) {
            throw new IllegalArgumentException("a sample record that is cut short");
        }
        return new SampleView(record, length);
    }

    /** When it was measured, Unix time in milliseconds by the platform's clock. */
    public long timestamp() {
        return record.getLong(2);
    }

    /** When the ingestion edge took it, Unix time in milliseconds. */
    public long received() {
        return record.getLong(10);
    }

    /**
     * Tells lists of names apart: records of a host that names the same series have equal fingerprints. Two different lists have the same one in four
     * billion cases once, so whoever keeps things by fingerprint keeps them for each host by itself.
     */
    public long fingerprint() {
        var crc = new CRC32C();
        crc.update(record.slice(SampleRecord.FIXED, namesLength));
        return ((long) namesLength << 32) | crc.getValue();
    }

    /**
     * One value.
     *
     * @param index its position in the list of names
     * @throws IllegalArgumentException where the record ends before it
     */
    public double value(int index) {
        int at = SampleRecord.FIXED + namesLength + 8 * index;
        if (index < 0 || at + 8 > record.limit()) {
            throw new IllegalArgumentException("a sample record that is cut short");
        }
        return record.getDouble(at);
    }

    /**
     * The names of the values.
     *
     * @param lists shares equal lists
     * @throws IllegalArgumentException where a name appears twice
     */
    public SeriesList series(SeriesLists lists) {
        var block = new byte[namesLength];
        record.get(SampleRecord.FIXED, block);
        return lists.read(block, 0, namesLength);
    }

    /**
     * The whole sample.
     *
     * @param lists shares equal lists of names
     * @throws IllegalArgumentException where the record is cut short or a name appears twice
     */
    public Sample sample(SeriesLists lists) {
        SeriesList series = series(lists);
        int from = SampleRecord.FIXED + namesLength;
        if (record.limit() - from < 8 * series.size()) {
            throw new IllegalArgumentException("a sample record that is cut short");
        }
        var values = new double[series.size()];
        record.slice(from, 8 * values.length)
                .order(ByteOrder.BIG_ENDIAN)
                .asDoubleBuffer()
                .get(values);
        return new Sample(record.get(1), timestamp(), series, values);
    }
}
