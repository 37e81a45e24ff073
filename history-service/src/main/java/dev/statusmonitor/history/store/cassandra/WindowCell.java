package dev.statusmonitor.history.store.cassandra;

import dev.statusmonitor.history.store.HostWindow;
import java.nio.ByteBuffer;

/**
 * One series in one window, in one cell: {@code double} the smallest value, the largest, the sum, {@code long} the
 * count, the highest byte first. One cell, so that of two writes one wins as a whole.
 */
final class WindowCell {
    static final int SIZE = 3 * Double.BYTES + Long.BYTES;

    private WindowCell() {}

    static ByteBuffer of(HostWindow window, int series) {
        return ByteBuffer.allocate(SIZE)
                .putDouble(window.mins()[series])
                .putDouble(window.maxs()[series])
                .putDouble(window.sums()[series])
                .putLong(window.counts()[series])
                .flip();
    }

    static double min(ByteBuffer cell) {
        return cell.getDouble(cell.position());
    }

    static double max(ByteBuffer cell) {
        return cell.getDouble(cell.position() + Double.BYTES);
    }

    static double sum(ByteBuffer cell) {
        return cell.getDouble(cell.position() + 2 * Double.BYTES);
    }

    static long count(ByteBuffer cell) {
        return cell.getLong(cell.position() + 3 * Double.BYTES);
    }
}
