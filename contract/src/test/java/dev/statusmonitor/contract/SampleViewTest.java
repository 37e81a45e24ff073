package dev.statusmonitor.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleViewTest {
    private final SeriesLists lists = new SeriesLists();
    private final Sample sample = new Sample(
            Sample.SCHEMA,
            1_763_912_176_000L,
            SeriesList.of(List.of("system.uptime", "system.cpu.utilization{cpu.mode=user}")),
            new double[] {86_400.5, 0.25});
    private final byte[] record = new SampleRecord(sample, 1_763_912_176_042L).encode();

    @Test
    void readsWhatTheRecordSays() {
        SampleView view = SampleView.of(ByteBuffer.wrap(record));

        assertThat(view.timestamp()).isEqualTo(1_763_912_176_000L);
        assertThat(view.received()).isEqualTo(1_763_912_176_042L);
        assertThat(view.value(0)).isEqualTo(86_400.5);
        assertThat(view.value(1)).isEqualTo(0.25);
        assertThat(view.series(lists)).isEqualTo(sample.series());
        assertThat(view.sample(lists)).isEqualTo(sample);
    }

    @Test
    void readsARecordInTheMiddleOfABuffer() {
        var around = new byte[record.length + 20];
        System.arraycopy(record, 0, around, 7, record.length);
        ByteBuffer buffer = ByteBuffer.wrap(around).position(7).limit(7 + record.length);

        assertThat(SampleView.of(buffer).sample(lists)).isEqualTo(sample);
        assertThat(buffer.position()).isEqualTo(7);
    }

    @Test
    void ignoresWhatALaterVersionAppends() {
        byte[] longer = Arrays.copyOf(record, record.length + 5);

        assertThat(SampleView.of(ByteBuffer.wrap(longer)).sample(lists)).isEqualTo(sample);
    }

    @Test
    void fingerprintsTellListsApart() {
        var sameNames = new Sample(Sample.SCHEMA, 1, sample.series(), new double[] {1, 2});
        var otherNames = new Sample(
                Sample.SCHEMA, 1, SeriesList.of(List.of("system.uptime", "system.process.count")), new double[] {1, 2});

        assertThat(view(sameNames).fingerprint())
                .isEqualTo(SampleView.of(ByteBuffer.wrap(record)).fingerprint())
                .isNotEqualTo(view(otherNames).fingerprint());
    }

    @Test
    void refusesWhatIsCutShortOrOfAnotherVersion() {
        for (int length = 0; length < record.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(record, 0, length);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SampleView.of(cut).sample(lists));
        }
        byte[] later = record.clone();
        later[0] = 2;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SampleView.of(ByteBuffer.wrap(later)))
                .withMessageContaining("version 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SampleView.of(ByteBuffer.wrap(record)).value(2));
    }

    private static SampleView view(Sample sample) {
        return SampleView.of(ByteBuffer.wrap(new SampleRecord(sample, 0).encode()));
    }
}
