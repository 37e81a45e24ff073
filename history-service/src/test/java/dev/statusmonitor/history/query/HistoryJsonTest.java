package dev.statusmonitor.history.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.contract.SeriesKey;
import dev.statusmonitor.history.store.Grid;
import dev.statusmonitor.history.store.SampleCount;
import dev.statusmonitor.history.store.SeriesBuckets;
import dev.statusmonitor.history.store.SeriesWanted;
import dev.statusmonitor.history.store.TestSamples;
import dev.statusmonitor.history.store.Tier;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HistoryJsonTest {
    private static final String USER = "system.cpu.utilization{cpu.mode=user}";

    @Test
    void writesSecondsWithoutExtremes() {
        var buckets = buckets(new Grid(1_763_912_100_000L, 1_000, 3), false, "system.cpu.utilization");
        buckets.add(buckets.slot(USER), 0, 0.25);
        buckets.add(buckets.slot(USER), 2, 1.0 / 3);

        assertThat(metrics(buckets))
                .isEqualTo(
                        "{\"host\":\"h1\",\"start\":1763912100000,\"stop\":1763912103000,\"tier\":\"raw\",\"step\":1,"
                                + "\"times\":[1763912100000,1763912101000,1763912102000],"
                                + "\"series\":[{\"name\":\"system.cpu.utilization{cpu.mode=user}\","
                                + "\"metric\":\"system.cpu.utilization\",\"attributes\":{\"cpu.mode\":\"user\"},\"unit\":\"1\","
                                + "\"mean\":[0.25,null,0.33333334]}]}");
    }

    @Test
    void writesExtremesOfLongerBuckets() {
        var buckets = buckets(new Grid(0, 60_000, 2), true, "system.memory.limit");
        buckets.add(buckets.slot("system.memory.limit"), 1, 16_777_216_001.0);
        buckets.add(buckets.slot("system.memory.limit"), 1, 16_777_216_002.0);

        assertThat(metrics(buckets))
                .contains("\"unit\":\"By\",\"mean\":[null,1.6777216E10],\"min\":[null,16777216001],"
                        + "\"max\":[null,16777216002]");
    }

    @Test
    void saysHowManySeriesItLeftOut() {
        var buckets = buckets(new Grid(0, 1_000, 1), false, "system.filesystem.limit");
        for (int i = 0; i < 70; i++) {
            int slot = buckets.slot("system.filesystem.limit{system.filesystem.mountpoint=/" + i + "}");
            assertThat(slot >= 0).isEqualTo(i < SeriesBuckets.MAX_SERIES_OF_METRIC);
        }

        assertThat(metrics(buckets)).endsWith("\"left_out\":{\"system.filesystem.limit\":6}}");
    }

    @Test
    void writesTheNewestSampleAsItCame() {
        var out = new ByteArrayOutputStream();
        HistoryJson.latest(
                out,
                "h\"1",
                Optional.of(TestSamples.sample("h1", 5, Map.of("system.uptime", 0.1234567890123, USER, 1.0))
                        .sample()));
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"host\":\"h\\\"1\",\"timestamp\":5,\"metrics\":{\"system.cpu.utilization{cpu.mode=user}\":1,"
                                + "\"system.uptime\":0.1234567890123}}");

        out.reset();
        HistoryJson.latest(out, "h1", Optional.empty());
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("{\"host\":\"h1\",\"timestamp\":null,\"metrics\":{}}");
    }

    @Test
    void writesCounts() {
        var out = new ByteArrayOutputStream();
        HistoryJson.count(out, new SampleCount(2, 5, 9));
        HistoryJson.count(out, SampleCount.NONE);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("{\"count\":2,\"first\":5,\"last\":9}{\"count\":0,\"first\":null,\"last\":null}");
    }

    private static SeriesBuckets buckets(Grid grid, boolean extremes, String metric) {
        return new SeriesBuckets(grid, new SeriesWanted(List.of(SeriesKey.of(metric))), extremes, 1_000_000);
    }

    private static String metrics(SeriesBuckets buckets) {
        var out = new ByteArrayOutputStream();
        HistoryJson.metrics(
                out, "h1", new HistoryQuery(Tier.RAW, buckets.grid(), new SeriesWanted(List.of())), buckets);
        return out.toString(StandardCharsets.UTF_8);
    }
}
