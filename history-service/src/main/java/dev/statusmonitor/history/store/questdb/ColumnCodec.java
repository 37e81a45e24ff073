package dev.statusmonitor.history.store.questdb;

import dev.statusmonitor.history.store.Decimals;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * One series' values after another in few bytes, every bit of them kept. What machines measure is mostly constant, a
 * whole number, or a fraction of few digits: such columns become whole numbers by a power of ten, their common divisor
 * and offset are taken out, and either they or the steps between them are laid out in planes, all lowest bytes first;
 * each plane is deflated (RFC 1951) by itself. Single values that are no such fraction are kept beside them.
 *
 * <p>Not safe for use by several threads.
 */
final class ColumnCodec implements AutoCloseable {
    private static final byte CONSTANT = 0;
    private static final byte WHOLE = 1;
    private static final byte STEPS = 2;
    private static final byte BITS = 3;

    private static final int MAX_DIGITS = 7;
    private static final double[] POWERS = new double[MAX_DIGITS + 1];

    static {
        for (int i = 0; i < POWERS.length; i++) {
            POWERS[i] = Math.pow(10, i);
        }
    }

    /** Made when it is first needed: it takes a quarter of a megabyte, and readers never write. */
    private @Nullable Deflater deflaterOrNone;

    private final Inflater inflater = new Inflater(true);
    private byte[] plane = new byte[4096];
    private byte[] packed = new byte[8192];

    private Deflater deflater() {
        Deflater deflater = deflaterOrNone;
        if (deflater == null) {
            deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
            deflaterOrNone = deflater;
        }
        deflater.reset();
        return deflater;
    }

    /** The values in few bytes. */
    byte[] encode(double[] values) {
        var out = new Bytes();
        if (constant(values)) {
            out.write(CONSTANT);
            out.fixed(values.length == 0 ? 0 : Double.doubleToRawLongBits(values[0]));
            return out.toByteArray();
        }
        for (int digits = 0; digits <= MAX_DIGITS; digits++) {
            if (wholes(values, digits, out)) {
                return out.toByteArray();
            }
        }
        out.write(BITS);
        var bits = new long[values.length];
        long before = 0;
        for (int i = 0; i < bits.length; i++) {
            long each = Double.doubleToRawLongBits(values[i]);
            bits[i] = each ^ before;
            before = each;
        }
        planes(bits, out);
        return out.toByteArray();
    }

    private static boolean constant(double[] values) {
        for (double value : values) {
            if (Double.doubleToRawLongBits(value) != Double.doubleToRawLongBits(values[0])) {
                return false;
            }
        }
        return true;
    }

    /** Whether nearly all values have no more than this many decimal digits; writes them where it is so. */
    private boolean wholes(double[] values, int digits, Bytes out) {
        var whole = new long[values.length];
        var others = new int[values.length / 16 + 1];
        int otherCount = 0;
        double power = POWERS[digits];
        for (int i = 0; i < values.length; i++) {
            whole[i] = Decimals.whole(values[i], power);
            if (whole[i] == Decimals.NONE) {
                if (otherCount == values.length / 16) {
                    return false;
                }
                others[otherCount++] = i;
                whole[i] = i == 0 ? 0 : whole[i - 1];
            }
        }
        long[] steps = steps(whole);
        boolean byStep = bits(steps) < bits(fromSmallest(whole));
        out.write(byStep ? STEPS : WHOLE);
        out.write(digits);
        out.varint(otherCount);
        for (int i = 0; i < otherCount; i++) {
            out.varint(others[i]);
            out.fixed(Double.doubleToRawLongBits(values[others[i]]));
        }
        if (byStep) {
            out.fixed(whole[0]);
            offsetAndPlanes(steps, out);
        } else {
            offsetAndPlanes(whole, out);
        }
        return true;
    }

    private void offsetAndPlanes(long[] numbers, Bytes out) {
        long smallest = smallest(numbers);
        long[] rest = fromSmallest(numbers);
        long divisor = 0;
        for (long each : rest) {
            divisor = greatestCommonDivisor(divisor, each);
            if (divisor == 1) {
                break;
            }
        }
        divisor = Math.max(1, divisor);
        for (int i = 0; i < rest.length; i++) {
            rest[i] /= divisor;
        }
        out.fixed(smallest);
        out.varint(divisor);
        planes(rest, out);
    }

    private static long[] steps(long[] whole) {
        var steps = new long[Math.max(0, whole.length - 1)];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = whole[i + 1] - whole[i];
        }
        return steps;
    }

    private static long smallest(long[] numbers) {
        return Arrays.stream(numbers).min().orElse(0);
    }

    private static long[] fromSmallest(long[] numbers) {
        long smallest = smallest(numbers);
        var rest = new long[numbers.length];
        for (int i = 0; i < rest.length; i++) {
            rest[i] = numbers[i] - smallest;
        }
        return rest;
    }

    private static long bits(long[] numbers) {
        long bits = 0;
        long smallest = smallest(numbers);
        for (long each : numbers) {
            bits += Long.SIZE - Long.numberOfLeadingZeros(each - smallest);
        }
        return bits;
    }

    private static long greatestCommonDivisor(long a, long b) {
        long x = a;
        long y = b;
        while (y != 0) {
            long rest = x % y;
            x = y;
            y = rest;
        }
        return x;
    }

    private void planes(long[] numbers, Bytes out) {
        long all = 0;
        for (long each : numbers) {
            all |= each;
        }
        int width = (Long.SIZE - Long.numberOfLeadingZeros(all) + 7) / 8;
        out.write(width);
        int size = numbers.length;
        plane = room(plane, size);
        packed = room(packed, size + 64);
        Deflater deflater = deflater();
        for (int shift = 0; shift < 8 * width; shift += 8) {
            for (int i = 0; i < size; i++) {
                plane[i] = (byte) (numbers[i] >>> shift);
            }
            deflater.reset();
            deflater.setInput(plane, 0, size);
            deflater.finish();
            int length = deflater.deflate(packed, 0, packed.length);
            if (deflater.finished() && length < size) {
                out.varint(length);
                out.write(packed, 0, length);
            } else {
                out.varint(0);
                out.write(plane, 0, size);
            }
        }
    }

    /**
     * The values.
     *
     * @param size how many there are
     * @throws IllegalArgumentException where the bytes are none of these
     */
    double[] decode(byte[] column, int size) {
        var in = new Cursor(column);
        var values = new double[size];
        byte form = in.next();
        switch (form) {
            case CONSTANT -> Arrays.fill(values, Double.longBitsToDouble(in.fixed()));
            case WHOLE, STEPS -> decodeWholes(in, form == STEPS, values);
            case BITS -> {
                long before = 0;
                long[] bits = planes(in, size);
                for (int i = 0; i < size; i++) {
                    before ^= bits[i];
                    values[i] = Double.longBitsToDouble(before);
                }
            }
            default -> throw new IllegalArgumentException("a column of an unknown form: " + form);
        }
        return values;
    }

    private void decodeWholes(Cursor in, boolean byStep, double[] values) {
        double power = POWERS[in.next()];
        var others = new int[(int) in.varint()];
        var otherBits = new long[others.length];
        for (int i = 0; i < others.length; i++) {
            others[i] = (int) in.varint();
            otherBits[i] = in.fixed();
        }
        long value = byStep ? in.fixed() : 0;
        long smallest = in.fixed();
        long divisor = in.varint();
        long[] rest = planes(in, byStep ? values.length - 1 : values.length);
        for (int i = 0; i < values.length; i++) {
            if (byStep) {
                value += i == 0 ? 0 : smallest + rest[i - 1] * divisor;
            } else {
                value = smallest + rest[i] * divisor;
            }
            values[i] = value / power;
        }
        for (int i = 0; i < others.length; i++) {
            values[others[i]] = Double.longBitsToDouble(otherBits[i]);
        }
    }

    private long[] planes(Cursor in, int size) {
        var numbers = new long[size];
        int width = in.next();
        plane = room(plane, size);
        for (int shift = 0; shift < 8 * width; shift += 8) {
            int length = (int) in.varint();
            if (length == 0) {
                in.copy(plane, size);
            } else {
                inflater.reset();
                inflater.setInput(in.bytes(), in.skip(length), length);
                try {
                    if (inflater.inflate(plane, 0, size) != size) {
                        throw new IllegalArgumentException("a column that is cut short");
                    }
                } catch (DataFormatException e) {
                    throw new IllegalArgumentException("a column that is damaged", e);
                }
            }
            for (int i = 0; i < size; i++) {
                numbers[i] |= (plane[i] & 0xFFL) << shift;
            }
        }
        return numbers;
    }

    /** Text in few bytes. */
    byte[] encodeText(byte[] text) {
        Deflater deflater = deflater();
        deflater.setInput(text);
        deflater.finish();
        var out = new Bytes();
        out.varint(text.length);
        while (!deflater.finished()) {
            out.write(packed, 0, deflater.deflate(packed, 0, packed.length));
        }
        return out.toByteArray();
    }

    /** @throws IllegalArgumentException where the bytes are none of these */
    byte[] decodeText(byte[] bytes) {
        var in = new Cursor(bytes);
        var text = new byte[(int) in.varint()];
        int start = in.skip(0);
        inflater.reset();
        inflater.setInput(bytes, start, bytes.length - start);
        try {
            int length = inflater.inflate(text);
            if (length != text.length) {
                throw new IllegalArgumentException("names that are cut short");
            }
            return text;
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("names that are damaged", e);
        }
    }

    private static byte[] room(byte[] array, int size) {
        return array.length >= size ? array : new byte[size];
    }

    @Override
    public void close() {
        if (deflaterOrNone != null) {
            deflaterOrNone.end();
        }
        inflater.end();
    }

    /** Bytes being written. */
    static final class Bytes extends ByteArrayOutputStream {
        /** Seven bits a byte, the lowest first. */
        void varint(long number) {
            long rest = number;
            while ((rest & ~0x7FL) != 0) {
                write((int) ((rest & 0x7F) | 0x80));
                rest >>>= 7;
            }
            write((int) rest);
        }

        void fixed(long number) {
            for (int shift = 56; shift >= 0; shift -= 8) {
                write((int) (number >>> shift));
            }
        }
    }

    /** Bytes being read. */
    private static final class Cursor {
        private final byte[] bytes;
        private int at;

        Cursor(byte[] bytes) {
            this.bytes = bytes;
        }

        byte[] bytes() {
            return bytes;
        }

        byte next() {
            return bytes[skip(1)];
        }

        /** Moves on; where it was. */
        int skip(int length) {
            if (length < 0 || length > bytes.length - at) {
                throw new IllegalArgumentException("a column that is cut short");
            }
            int before = at;
            at += length;
            return before;
        }

        void copy(byte[] into, int length) {
            System.arraycopy(bytes, skip(length), into, 0, length);
        }

        long varint() {
            long number = 0;
            for (int shift = 0; shift < Long.SIZE; shift += 7) {
                byte next = next();
                number |= (next & 0x7FL) << shift;
                if (next >= 0) {
                    return number;
                }
            }
            throw new IllegalArgumentException("a number without an end");
        }

        long fixed() {
            long number = 0;
            for (int i = 0; i < 8; i++) {
                number = (number << 8) | (next() & 0xFF);
            }
            return number;
        }
    }
}
