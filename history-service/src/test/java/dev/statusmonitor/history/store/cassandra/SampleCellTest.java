package dev.statusmonitor.history.store.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SampleCellTest {
    private static final long LIST = 0x8123_4567_89AB_CDEFL;
    private static final int HEAD = Long.BYTES;

    /** A sample's values as they were written before they were packed. */
    static ByteBuffer plain(long list, double... values) {
        ByteBuffer cell = ByteBuffer.allocate(HEAD + Double.BYTES * values.length);
        cell.putLong(list);
        for (double value : values) {
            cell.putDouble(value);
        }
        return cell.flip();
    }

    @Property(tries = 500)
    void keepsEveryBitOfAnyValues(@ForAll long[] bits) {
        keeps(Arrays.stream(bits).mapToDouble(Double::longBitsToDouble).toArray());
    }

    @Property(tries = 500)
    void keepsEveryBitOfDecimals(
            @ForAll long[] numbers, @ForAll @IntRange(max = 7) int digits, @ForAll @IntRange(max = 60) int bits) {
        keeps(Arrays.stream(numbers)
                .mapToDouble(n -> (n >> bits) / Math.pow(10, digits))
                .toArray());
    }

    @Test
    void keepsWhatIsUnusual() {
        keeps();
        keeps(0.0, -0.0, Double.MIN_VALUE, -Double.MIN_VALUE, Double.MIN_NORMAL, Math.nextDown(Double.MIN_NORMAL));
        keeps(Double.NaN, Double.longBitsToDouble(0x7FF0_0000_0000_0001L), Double.longBitsToDouble(-1));
        keeps(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MAX_VALUE, -Double.MAX_VALUE);
        for (double power : new double[] {1, 1e3, 1e5}) {
            for (long edge : new long[] {1L << 51, 1L << 52, 1L << 53}) {
                for (double whole : new double[] {edge - 1.5, edge - 1, edge - 0.5, edge, edge + 1}) {
                    keeps(whole / power, -whole / power);
                }
            }
        }
        keeps(-12.5, -0.001, -0.00001, -99.999, 0.1 + 0.2, Math.PI);
    }

    @Test
    void hasTheShapeThatItSays() {
        ByteBuffer cell = SampleCell.of(LIST, new double[] {0, 300, -0.001, 0.98765, -0.0});

        assertThat(cell.remaining()).isEqualTo(HEAD + 5 + 2 + 1 + 3 + 8);
        assertThat(cell.getLong()).isEqualTo(LIST);
        var tags = new byte[5];
        cell.get(tags);
        assertThat(tags).containsExactly(0, 2, 8 + 1, 16 + 3, 24);
        var values = new byte[cell.remaining()];
        cell.get(values);
        // 600, 1 and 197,530: twice the number, or twice its amount less one where it is negative.
        assertThat(values).containsExactly(0x58, 0x02, 0x01, 0x9A, 0x03, 0x03, 0, 0, 0, 0, 0, 0, 0, 0x80);
    }

    @Test
    void isLessThanHalfAsLongAsDoublesForWhatMachinesMeasure() {
        var values = new double[60];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (i % 5) {
                case 0 -> 0;
                case 1 -> 0.01234 * i;
                case 2 -> 1_234.567 * i;
                case 3 -> 4096.0 * (500_000 + i);
                default -> i;
            };
        }

        assertThat(SampleCell.of(LIST, values).remaining())
                .isLessThan(plain(LIST, values).remaining() / 2);
    }

    @Test
    void isReadWhereverItStandsInItsBuffer() {
        ByteBuffer cell = SampleCell.of(LIST, new double[] {1.5, Math.PI});
        var around = ByteBuffer.allocate(cell.remaining() + 7).put(new byte[3]);
        around.put(cell).flip().position(3);

        assertThat(SampleCell.list(around)).isEqualTo(LIST);
        assertThat(SampleCell.values(around, 2)).containsExactly(1.5, Math.PI);
    }

    @Test
    void doesNotFitAnotherNumberOfNames() {
        double[] values = {1, 2.5, Math.PI};
        ByteBuffer cell = SampleCell.of(LIST, values);
        assertThat(SampleCell.values(cell, 2)).isNull();
        assertThat(SampleCell.values(cell, 4)).isNull();
        assertThat(SampleCell.values(cell, 1_000)).isNull();
        assertThat(SampleCell.plainValues(plain(LIST, values), 2)).isNull();
        assertThat(SampleCell.plainValues(plain(LIST, values), 4)).isNull();
    }

    @Test
    void doesNotFitWhereItIsDamaged() {
        ByteBuffer cell = SampleCell.of(LIST, new double[] {1, 2.5, Math.PI});
        for (int length = HEAD; length < cell.remaining(); length++) {
            assertThat(SampleCell.values(cell.slice(0, length), 3)).isNull();
        }
        for (byte tag : new byte[] {25, Byte.MAX_VALUE, Byte.MIN_VALUE, -1}) {
            assertThat(SampleCell.values(cell.duplicate().put(HEAD, tag), 3)).isNull();
        }
    }

    @Test
    void readsWhatIsNotPacked() {
        double[] values = {0, -0.0, 12.5, Double.MAX_VALUE};
        ByteBuffer cell = plain(LIST, values);

        assertThat(SampleCell.list(cell)).isEqualTo(LIST);
        assertThat(bits(SampleCell.plainValues(cell, 4))).isEqualTo(bits(values));
        assertThat(SampleCell.plainValues(plain(LIST), 0)).isEmpty();
    }

    private static void keeps(double... values) {
        ByteBuffer cell = SampleCell.of(LIST, values);

        assertThat(SampleCell.list(cell)).isEqualTo(LIST);
        assertThat(bits(SampleCell.values(cell, values.length))).isEqualTo(bits(values));
        assertThat(cell.position()).isZero();
    }

    private static long[] bits(double @Nullable [] values) {
        assertThat(values).isNotNull();
        return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
    }
}
