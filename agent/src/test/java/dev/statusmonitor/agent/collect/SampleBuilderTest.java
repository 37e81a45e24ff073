package dev.statusmonitor.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.statusmonitor.contract.Metrics;
import dev.statusmonitor.contract.SeriesKey;
import dev.statusmonitor.contract.SeriesList;
import org.junit.jupiter.api.Test;

class SampleBuilderTest {
    private final SampleBuilder builder = new SampleBuilder();
    private final Series uptime = Series.of(Metrics.UPTIME);
    private final Series total = Series.of(Metrics.CPU_TOTAL);

    @Test
    void sharesTheNamesWhileTheyAreTheSame() {
        builder.add(uptime, 1);
        builder.add(total, 0.5);
        SeriesList first = builder.names();
        builder.clear();
        builder.add(uptime, 2);
        builder.add(total, 0.25);

        assertThat(builder.names()).isSameAs(first);
        assertThat(builder.values()).containsExactly(2, 0.25);

        builder.clear();
        builder.add(total, 0.25);
        assertThat(builder.names().names()).containsExactly("system.cpu.utilization.total");
    }

    @Test
    void leavesOutWhatWouldCostTheSample() {
        builder.add(uptime, Double.NaN);
        builder.add(uptime, Double.POSITIVE_INFINITY);
        builder.add(uptime, -1);
        builder.add(total, 1.5);

        assertThat(builder.size()).isZero();
    }

    @Test
    void roundsToWhatAMetricCanMean() {
        builder.add(total, 1 / 3.0);
        builder.add(uptime, 86_400.123456);

        assertThat(builder.values()).containsExactly(0.33333, 86_400.123);
    }

    @Test
    void stopsAtTheLimitOfASample() {
        for (int i = 0; i < Metrics.MAX_VALUES + 5; i++) {
            builder.add(Series.of(Metrics.TEMPERATURE, "hw.id", "sensor " + i), 20);
        }

        assertThat(builder.names().size()).isEqualTo(Metrics.MAX_VALUES);
    }

    @Test
    void namesSeriesCanonically() {
        Series series = Series.of(Metrics.DISK_IO, "system.device", "a{b},c=\\d", "disk.io.direction", "read");

        assertThat(series.name())
                .isEqualTo("system.disk.io.rate{disk.io.direction=read,system.device=a\\{b\\}\\,c\\=\\\\d}");
        assertThat(SeriesKey.parse(series.name()).toString()).isEqualTo(series.name());
    }

    @Test
    void refusesWhatCannotBeNamed() {
        assertThatThrownBy(() -> Series.of(Metrics.TEMPERATURE, "hw.id", "x".repeat(400)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Series.of("no.such.metric")).isInstanceOf(IllegalArgumentException.class);
    }
}
