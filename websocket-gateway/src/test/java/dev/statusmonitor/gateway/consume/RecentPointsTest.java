package dev.statusmonitor.gateway.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.statusmonitor.contract.SampleView;
import dev.statusmonitor.contract.SeriesLists;
import dev.statusmonitor.gateway.Samples;
import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecentPointsTest {
    private final RecentPoints recent = new RecentPoints(20_000, new SeriesLists(1 << 20));

    @Test
    void tellsTheNewestFromTheLate() {
        assertThat(recent.add("h1", Samples.view(Samples.of(2000, 0.1)))).isNotNull();
        assertThat(recent.add("h1", Samples.view(Samples.of(1000, 0.2)))).isNull();
        assertThat(recent.add("h1", Samples.view(Samples.of(2000, 0.3)))).isNull();
        assertThat(recent.add("h2", Samples.view(Samples.of(1000, 0.4)))).isNotNull();

        assertThat(recent.of("h1")).extracting(OverviewPoint::timestamp).containsExactly(1000L, 2000L);
        assertThat(recent.of("h3")).isEmpty();
    }

    @Test
    void followsAListOfNamesThatChanges() {
        recent.add("h1", Samples.view(Samples.of(1000, 0.25)));
        OverviewPoint point = recent.add(
                "h1",
                Samples.view(
                        Samples.of(2000, Map.of("system.process.count", 1.0, "system.cpu.utilization.total", 0.5))));

        assertThat(point)
                .isEqualTo(
                        new OverviewPoint(2000, 0.5f, Float.NaN, Float.NaN, null, Float.NaN, Float.NaN, Float.NaN, -1));
        assertThat(recent.of("h1").getFirst().mountpoint()).isEqualTo("/data");
    }

    @Test
    void dropsTheHostThatWasHeardOfLeastRecently() {
        for (int host = 0; host < 3; host++) {
            recent.add("h" + host, Samples.view(Samples.of(1000, 0.1)));
        }
        recent.add("h0", Samples.view(Samples.of(2000, 0.1)));
        assertThat(recent.evicted()).isZero();

        // Looking at a host does not keep it.
        recent.of("h1");
        recent.add("h3", Samples.view(Samples.of(1000, 0.1)));

        assertThat(recent.of("h1")).isEmpty();
        assertThat(recent.of("h0")).hasSize(2);
        assertThat(recent.of("h3")).hasSize(1);
        assertThat(recent.evicted()).isEqualTo(1);
        assertThat(recent.bytes()).isBetween(1L, 20_000L);
    }

    @Test
    void staysWithinItsBytesHoweverManyHostsCome() {
        for (int host = 0; host < 10_000; host++) {
            recent.add("host-" + host, Samples.view(Samples.of(1000, 0.1)));
            assertThat(recent.bytes()).isLessThanOrEqualTo(20_000);
        }
        assertThat(recent.of("host-9999")).hasSize(1);
    }

    @Test
    void refusesARecordThatIsCutShortAndForgetsNothing() {
        byte[] whole = Samples.bytes(Samples.of(1000, 0.1));
        SampleView cut = SampleView.of(ByteBuffer.wrap(whole, 0, whole.length - 8));

        assertThatIllegalArgumentException().isThrownBy(() -> recent.add("h1", cut));
        assertThat(recent.of("h1")).isEmpty();
        assertThat(recent.add("h1", Samples.view(Samples.of(1000, 0.1)))).isNotNull();
    }
}
