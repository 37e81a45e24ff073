package dev.statusmonitor.history.store.cassandra;

import java.nio.ByteBuffer;

/**
 * A sample's values in one cell: {@code long} the id of the list of their names, then each value as a {@code double},
 * the highest byte first. One cell, so that of two writes at the same time one wins as a whole. Not packed: at a fixed
 * place in rows of one length, what does not change is found by Cassandra's own compression, and any value can be read
 * without the ones before.
 */
final class SampleCell {
    private static final int HEAD = Long.BYTES;

    private SampleCell() {}

    static ByteBuffer of(long list, double[] values) {
        ByteBuffer cell = ByteBuffer.allocate(HEAD + Double.BYTES * values.length);
        cell.putLong(list);
        for (double value : values) {
            cell.putDouble(value);
        }
        return cell.flip();
    }

    /** The id of the list of the names. */
    static long list(ByteBuffer cell) {
        return cell.getLong(cell.position());
    }

    /** How many values there are. */
    static int size(ByteBuffer cell) {
        return (cell.remaining() - HEAD) / Double.BYTES;
    }

    /** One of the values. */
    static double value(ByteBuffer cell, int index) {
        return cell.getDouble(cell.position() + HEAD + Double.BYTES * index);
    }

    /** All values. */
    static double[] values(ByteBuffer cell) {
        var values = new double[size(cell)];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(cell, i);
        }
        return values;
    }
}
