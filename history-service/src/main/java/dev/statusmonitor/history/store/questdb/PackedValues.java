package dev.statusmonitor.history.store.questdb;

import io.questdb.std.BinarySequence;

/**
 * A sample's values in few bytes, none of them rounded: of each double the trailing zero bytes are left out, of which
 * zeros, shares like 0.25, counts and byte sizes have many. Any value can be read without the ones before it.
 *
 * <p>Layout: {@code byte version (1) · for each value the number of its bytes, two to a byte, the first in the lower
 * half · the bytes of each value, the highest first}.
 *
 * <p>One object packs one sample after another; not safe for use by several threads.
 */
final class PackedValues implements BinarySequence {
    private static final byte VERSION = 1;

    private byte[] bytes = new byte[1024];
    private int length;

    /** This object, holding these values. */
    PackedValues of(double[] values) {
        int head = head(values.length);
        if (bytes.length < head + 8 * values.length) {
            bytes = new byte[head + 8 * values.length];
        }
        bytes[0] = VERSION;
        int at = head;
        for (int i = 0; i < values.length; i++) {
            long bits = Double.doubleToRawLongBits(values[i]);
            int size = 8 - (Long.numberOfTrailingZeros(bits) >>> 3);
            int pair = 1 + (i >>> 1);
            bytes[pair] = (byte) ((i & 1) == 0 ? size : bytes[pair] | size << 4);
            for (int shift = 56; shift > 56 - 8 * size; shift -= 8) {
                bytes[at++] = (byte) (bits >>> shift);
            }
        }
        length = at;
        return this;
    }

    /**
     * Reads some values.
     *
     * @param size how many values were packed
     * @param positions which are wanted, ascending
     * @param into where they go, in the order of {@code positions}
     * @throws IllegalArgumentException where the bytes are none of these
     */
    static void read(BinarySequence packed, int size, int[] positions, double[] into) {
        int at = head(size);
        if (packed.length() < at || packed.byteAt(0) != VERSION) {
            throw new IllegalArgumentException("stored values of an unknown form");
        }
        int position = 0;
        for (int i = 0; i < positions.length; i++) {
            for (; position < positions[i]; position++) {
                at += sizeOf(packed, position);
            }
            int end = at + sizeOf(packed, position);
            if (end > packed.length()) {
                throw new IllegalArgumentException("stored values that are cut short");
            }
            long bits = 0;
            int shift = 56;
            for (int b = at; b < end; b++, shift -= 8) {
                bits |= (packed.byteAt(b) & 0xFFL) << shift;
            }
            into[i] = Double.longBitsToDouble(bits);
        }
    }

    private static int head(int size) {
        return 1 + (size + 1) / 2;
    }

    private static int sizeOf(BinarySequence packed, int position) {
        return (packed.byteAt(1 + (position >>> 1)) >>> ((position & 1) << 2)) & 0xF;
    }

    @Override
    public byte byteAt(long index) {
        return bytes[(int) index];
    }

    @Override
    public long length() {
        return length;
    }
}
