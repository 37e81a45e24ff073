package dev.statusmonitor.history.store.questdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ColumnCodecTest {
    private final ColumnCodec codec = new ColumnCodec();

    @Property(tries = 500)
    void keepsEveryBitOfAnyColumn(@ForAll double[] values) {
        keeps(values);
    }

    @Property(tries = 500)
    void keepsEveryBitOfDecimals(
            @ForAll long[] numbers,
            @ForAll @IntRange(min = 0, max = 9) int digits,
            @ForAll @IntRange(max = 60) int bits) {
        keeps(Arrays.stream(numbers)
                .mapToDouble(n -> (n >> bits) / Math.pow(10, digits))
                .toArray());
    }

    @Test
    void keepsWhatIsUnusual() {
        keeps(0.0, -0.0, Double.NaN, Double.MIN_VALUE, -Double.MAX_VALUE, Double.POSITIVE_INFINITY);
        keeps();
        keeps(1);
        keeps(1, 2);
        keeps(-0.0, -0.0);
        keeps(1L << 53, (1L << 53) - 1, -(1L << 53), 0);
        double[] nearlyAllDecimal =
                IntStream.range(0, 1000).mapToDouble(i -> i / 100.0).toArray();
        nearlyAllDecimal[0] = Math.PI;
        nearlyAllDecimal[500] = -0.0;
        nearlyAllDecimal[999] = Double.NaN;
        keeps(nearlyAllDecimal);
    }

    @Test
    void needsLittleForWhatMachinesMeasure() {
        var random = new Random(1);
        int rows = 3600;
        assertThat(bytes(rows, i -> 52_428_800)).as("constant").isLessThan(0.01);
        assertThat(bytes(rows, i -> 1_000_000 + i)).as("uptime").isLessThan(0.05);
        assertThat(bytes(rows, i -> random.nextInt(10_000) / 10_000.0))
                .as("a share of four digits")
                .isLessThan(1.8);
        assertThat(bytes(rows, i -> 4096.0 * (500_000 + random.nextInt(1000))))
                .as("pages of memory")
                .isLessThan(1.4);
    }

    @Test
    void refusesWhatItDidNotWrite() {
        byte[] good = codec.encode(new double[] {1, 2, 3.5, 7});
        assertThatThrownBy(() -> codec.decode(new byte[] {9}, 4)).isInstanceOf(IllegalArgumentException.class);
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> codec.decode(cut, 4)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Property
    void keepsText(@ForAll byte[] text) {
        assertThat(codec.decodeText(codec.encodeText(text))).isEqualTo(text);
    }

    private double bytes(int rows, java.util.function.IntToDoubleFunction value) {
        double[] values = IntStream.range(0, rows).mapToDouble(value).toArray();
        keeps(values);
        return codec.encode(values).length / (double) rows;
    }

    private void keeps(double... values) {
        double[] read = codec.decode(codec.encode(values), values.length);
        assertThat(Arrays.stream(read).mapToLong(Double::doubleToRawLongBits).toArray())
                .isEqualTo(Arrays.stream(values)
                        .mapToLong(Double::doubleToRawLongBits)
                        .toArray());
    }
}
