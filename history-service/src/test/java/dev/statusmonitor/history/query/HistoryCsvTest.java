package dev.statusmonitor.history.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.history.store.Grid;
import dev.statusmonitor.history.store.TestSamples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryCsvTest {
    private static final String LIMIT = "system.filesystem.limit{system.filesystem.mountpoint=/a\",b}";

    @Test
    void writesALineABucket() throws IOException {
        var grid = new Grid(1_763_912_100_000L, 60_000, 3);
        var buckets = TestSamples.buckets(grid, "system.uptime", "system.cpu.utilization");
        buckets.add(buckets.slot("system.uptime"), 0, 5);
        buckets.add(buckets.slot("system.uptime"), 2, 7);
        buckets.add(buckets.slot("system.cpu.utilization"), 0, 0.2, 0.3, 0.5, 2);

        assertThat(text(List.of("h1"), grid, buckets))
                .isEqualTo(
                        "time,\"system.cpu.utilization\",\"system.cpu.utilization min\",\"system.cpu.utilization max\""
                                + ",\"system.uptime\",\"system.uptime min\",\"system.uptime max\"\r\n"
                                + "2025-11-23T15:35:00Z,0.25,0.2,0.3,5,5,5\r\n"
                                + "2025-11-23T15:36:00Z,,,,,,\r\n"
                                + "2025-11-23T15:37:00Z,,,,7,7,7\r\n");
    }

    @Test
    void namesTheHostWhereThereAreSeveralAndQuotes() throws IOException {
        var grid = new Grid(0, 60_000, 1);
        var one = TestSamples.buckets(grid, "system.filesystem.limit");
        one.add(one.slot(LIMIT), 0, 1e12);
        var other = TestSamples.buckets(grid, "system.filesystem.limit");

        assertThat(text(List.of("h1", "h2"), grid, one, other))
                .startsWith("time,\"h1 " + LIMIT.replace("\"", "\"\"") + "\",")
                .endsWith("1970-01-01T00:00:00Z,1000000000000,1000000000000,1000000000000\r\n");
    }

    @Test
    void isWhatAcceptAsksForBeforeJson() {
        assertThat(HistoryCsv.wanted("text/csv")).isTrue();
        assertThat(HistoryCsv.wanted("text/csv, application/json;q=0.5")).isTrue();
        assertThat(HistoryCsv.wanted("text/*")).isTrue();
        assertThat(HistoryCsv.wanted("application/json")).isFalse();
        assertThat(HistoryCsv.wanted("application/json, text/csv;q=0.5")).isFalse();
        assertThat(HistoryCsv.wanted("*/*")).isFalse();
        assertThat(HistoryCsv.wanted("text/csv;q=0")).isFalse();
        assertThat(HistoryCsv.wanted("nonsense")).isFalse();
        assertThat(HistoryCsv.wanted(null)).isFalse();
    }

    private static String text(List<String> hosts, Grid grid, dev.statusmonitor.history.store.SeriesBuckets... answers)
            throws IOException {
        var out = new ByteArrayOutputStream();
        HistoryCsv.write(out, hosts, grid, List.of(answers));
        return out.toString(StandardCharsets.UTF_8);
    }
}
