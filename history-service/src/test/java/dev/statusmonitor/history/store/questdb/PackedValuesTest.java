package dev.statusmonitor.history.store.questdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.questdb.std.BinarySequence;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PackedValuesTest {
    private final PackedValues packed = new PackedValues();

    @Property
    void keepsEveryBit(@ForAll @Size(max = 300) double[] values, @ForAll List<Boolean> pick) {
        var copy = copy(packed.of(values));
        int[] positions = IntStream.range(0, values.length)
                .filter(i -> pick.isEmpty() || pick.get(i % pick.size()))
                .toArray();
        var read = new double[positions.length];
        PackedValues.read(copy, values.length, positions, read);

        for (int i = 0; i < positions.length; i++) {
            assertThat(Double.doubleToRawLongBits(read[i])).isEqualTo(Double.doubleToRawLongBits(values[positions[i]]));
        }
    }

    @Test
    void isSmallForWhatIsCommon() {
        var values = new double[60];
        assertThat(packed.of(values).length()).isEqualTo(31);
        Arrays.fill(values, 0.25);
        assertThat(packed.of(values).length()).isEqualTo(31 + 60 * 2);
        Arrays.fill(values, 16L << 30);
        assertThat(packed.of(values).length()).isEqualTo(31 + 60 * 2);
        Arrays.fill(values, 0.1);
        assertThat(packed.of(values).length()).isEqualTo(31 + 60 * 8);
    }

    @Test
    void noticesWhatItCannotRead() {
        var read = new double[2];
        assertThatThrownBy(() -> PackedValues.read(new Bytes(new byte[0]), 2, new int[] {0}, read))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PackedValues.read(new Bytes(new byte[] {2, 0, 0}), 2, new int[] {0}, read))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PackedValues.read(new Bytes(new byte[] {1, 0x18, 0}), 2, new int[] {0, 1}, read))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static BinarySequence copy(BinarySequence sequence) {
        var bytes = new byte[(int) sequence.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = sequence.byteAt(i);
        }
        return new Bytes(bytes);
    }

    private record Bytes(byte[] bytes) implements BinarySequence {
        @Override
        public byte byteAt(long index) {
            return bytes[(int) index];
        }

        @Override
        public long length() {
            return bytes.length;
        }
    }
}
