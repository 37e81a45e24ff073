package dev.statusmonitor.history.store.cassandra;

import dev.statusmonitor.history.store.Decimals;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A sample's values in one cell. One, so that of two writes at the same time one wins as a whole.
 *
 * <p>Layout: {@code long} the id of the list of their names, the highest byte first · a tag for each value · the bytes
 * of each value, the lowest first and no more than it takes. A tag is {@code 8 · digits + length}: the value is a whole
 * number of that many bytes, divided by 1, 1,000 or 100,000 for {@code digits} of 0, 1 and 2, since agents round to
 * three decimal digits, and shares to five. The number {@code n} is written as {@code 2n}, or {@code -2n - 1} where it
 * is negative. Any other value has the tag 24 and the eight bytes of its double, so that every bit of it is kept. All
 * tags stand before all values: from one sample to the next hardly any of them changes, which Cassandra's compression
 * then finds.
 *
 * <p>Before version {@value Schema#PACKS} of the tables values were not packed: after the id stood their doubles, the
 * highest byte first.
 */
final class SampleCell {
    private static final int HEAD = Long.BYTES;

    /** By the digits of a tag. */
    private static final double[] POWERS = {1, 1e3, 1e5};

    private static final int LENGTH = 0x7;
    private static final int DOUBLE = 24;

    private SampleCell() {}

    /** The values packed. */
    static ByteBuffer of(long list, double[] values) {
        ByteBuffer cell = ByteBuffer.allocate(HEAD + (1 + Double.BYTES) * values.length);
        cell.putLong(0, list).position(HEAD + values.length);
        for (int i = 0; i < values.length; i++) {
            long whole = Decimals.NONE;
            int digits = -1;
            while (whole == Decimals.NONE && ++digits < POWERS.length) {
                whole = Decimals.whole(values[i], POWERS[digits]);
            }
            if (whole == Decimals.NONE) {
                cell.put(HEAD + i, (byte) DOUBLE);
                put(cell, Double.doubleToRawLongBits(values[i]), Double.BYTES);
            } else {
                long number = (whole << 1) ^ (whole >> 63);
                int length = (Long.SIZE - Long.numberOfLeadingZeros(number) + 7) / 8;
                cell.put(HEAD + i, (byte) (8 * digits + length));
                put(cell, number, length);
            }
        }
        return cell.flip();
    }

    private static void put(ByteBuffer cell, long number, int length) {
        for (int i = 0; i < length; i++) {
            cell.put((byte) (number >>> (8 * i)));
        }
    }

    /** The id of the list of the names, packed or not. */
    static long list(ByteBuffer cell) {
        return cell.getLong(cell.position());
    }

    /** The values of a packed cell; null where it does not have just as many. */
    static double @Nullable [] values(ByteBuffer cell, int size) {
        int tags = cell.position() + HEAD;
        int at = tags + size;
        if (at > cell.limit()) {
            return null;
        }
        var values = new double[size];
        for (int i = 0; i < size; i++) {
            int tag = cell.get(tags + i);
            int length = tag == DOUBLE ? Double.BYTES : tag & LENGTH;
            if (tag < 0 || tag > DOUBLE || length > cell.limit() - at) {
                return null;
            }
            long number = 0;
            for (int b = 0; b < length; b++) {
                number |= (cell.get(at++) & 0xFFL) << (8 * b);
            }
            values[i] = tag == DOUBLE
                    ? Double.longBitsToDouble(number)
                    : ((number >>> 1) ^ -(number & 1)) / POWERS[tag / (LENGTH + 1)];
        }
        return at == cell.limit() ? values : null;
    }

    /** The values of a cell that is not packed; null where it does not have just as many. */
    static double @Nullable [] plainValues(ByteBuffer cell, int size) {
        if (cell.remaining() != HEAD + Double.BYTES * size) {
            return null;
        }
        var values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = cell.getDouble(cell.position() + HEAD + Double.BYTES * i);
        }
        return values;
    }
}
