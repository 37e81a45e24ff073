package dev.statusmonitor.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SampleRecordTest {
    private final SeriesLists lists = new SeriesLists();

    /** The bytes lie in Kafka for days and are read by whatever version runs then: they must not change. */
    @Test
    void isWrittenAsDocumented() {
        var sample = new Sample(1, 0x0102030405060708L, SeriesList.of(List.of("a", "b.c")), new double[] {1, -2.5});

        byte[] bytes = new SampleRecord(sample, 0x1112131415161718L).encode();

        byte[] names = sample.series().packed();
        HexFormat hex = HexFormat.of();
        String head = "01" + "01" + "0102030405060708" + "1112131415161718";
        String values = "3ff0000000000000" + "c004000000000000";
        assertThat(hex.formatHex(bytes))
                .isEqualTo(head + hex.toHexDigits(names.length) + hex.formatHex(names) + values);
        assertThat(SampleRecord.decode(bytes, lists)).isEqualTo(new SampleRecord(sample, 0x1112131415161718L));
        // Names that another library packed: a stored block of RFC 1951.
        String stored = "01" + "0500" + "faff" + "610a622e63";
        assertThat(SampleRecord.decode(hex.parseHex(head + "0000000a" + stored + values), lists))
                .isEqualTo(new SampleRecord(sample, 0x1112131415161718L));
    }

    @Test
    void holdsASampleWithoutValues() {
        var sample = new Sample(1, 5, SeriesList.of(List.of()), new double[0]);

        assertThat(SampleRecord.decode(new SampleRecord(sample, 6).encode(), lists)
                        .sample())
                .isEqualTo(sample);
    }

    @Test
    void refusesAnotherVersion() {
        byte[] bytes = new SampleRecord(new Sample(1, 5, SeriesList.of(List.of("a")), new double[] {1}), 6).encode();
        bytes[0] = 2;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SampleRecord.decode(bytes, lists))
                .withMessageContaining("version 2");
    }

    @Test
    void ignoresWhatALaterVersionAppends() {
        var sample = new Sample(1, 5, SeriesList.of(List.of("a")), new double[] {1});
        byte[] bytes = new SampleRecord(sample, 6).encode();

        assertThat(SampleRecord.decode(Arrays.copyOf(bytes, bytes.length + 9), lists))
                .isEqualTo(new SampleRecord(sample, 6));
    }

    @Property
    void readsWhatItWrites(@ForAll("samples") Sample sample, @ForAll long received) {
        byte[] bytes = new SampleRecord(sample, received).encode();

        SampleRecord read = SampleRecord.decode(bytes, lists);
        SampleView view = SampleView.of(ByteBuffer.wrap(bytes));

        assertThat(read).isEqualTo(new SampleRecord(sample, received));
        assertThat(read.sample().series())
                .isSameAs(SampleRecord.decode(bytes, lists).sample().series());
        assertThat(view.sample(lists)).isEqualTo(sample);
        assertThat(view.received()).isEqualTo(received);
        for (int i = 0; i < sample.values().length; i++) {
            assertThat(view.value(i)).isEqualTo(sample.values()[i]);
            assertThat(read.sample().value(sample.series().names().get(i))).isEqualTo(sample.values()[i]);
        }
    }

    @Property
    void refusesWhatIsCutShort(@ForAll("samples") Sample sample, @ForAll int seed) {
        byte[] bytes = new SampleRecord(sample, 0).encode();
        byte[] cut = Arrays.copyOf(bytes, Math.floorMod(seed, bytes.length));

        assertThatIllegalArgumentException().isThrownBy(() -> SampleRecord.decode(cut, lists));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SampleView.of(ByteBuffer.wrap(cut)).sample(lists));
    }

    @Property
    void neitherBreaksNorDisagreesWithItsViewWhateverTheBytes(@ForAll byte[] bytes) {
        if (bytes.length > 0) {
            bytes[0] = 1;
        }
        Throwable refusal = catchThrowable(() -> SampleRecord.decode(bytes, lists));
        Throwable viewed =
                catchThrowable(() -> SampleView.of(ByteBuffer.wrap(bytes)).sample(lists));

        if (refusal == null) {
            assertThat(viewed).isNull();
        } else {
            assertThat(refusal).isInstanceOf(IllegalArgumentException.class);
            assertThat(viewed).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Provide
    Arbitrary<Sample> samples() {
        return SampleArbitraries.samples();
    }
}
