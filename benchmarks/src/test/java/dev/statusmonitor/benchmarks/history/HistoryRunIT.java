package dev.statusmonitor.benchmarks.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Not how fast it is, but that each figure is there, and that no answer has holes, which the run checks itself. */
class HistoryRunIT {
    @TempDir
    private Path folder;

    @Test
    void measuresTheEmbeddedStore() throws Exception {
        measures("questdb", folder);
    }

    @Test
    @DisabledIf("dev.statusmonitor.testservers.TestInfluxDb#isMissing")
    void measuresInfluxDb() throws Exception {
        measures("influxdb", folder);
    }

    static void measures(String name, Path folder) throws Exception {
        Map<String, Double> figures = new LinkedHashMap<>();
        try (BenchedStore store = BenchedStore.of(name, folder)) {
            new HistoryRun(
                            store,
                            HistorySize.SMALL,
                            Instant.now(),
                            (figure, value, unit) -> figures.put(figure + " " + unit, value))
                    .run();
        }

        assertThat(figures.keySet())
                .contains("bytes-per-value By", "values-per-s values/s", "rollup-3 s", "rollup-5 s");
        for (String range : List.of("5m", "24h", "7d", "12mo")) {
            assertThat(figures.get(range + ".p50 ms")).isPositive().isLessThanOrEqualTo(figures.get(range + ".p99 ms"));
            assertThat(figures.get(range + ".cold-p99 ms")).isPositive();
        }
        assertThat(figures.get("bytes-per-value By")).isBetween(0.1, 50.0);
        assertThat(figures.get("values-per-s values/s")).isPositive();
    }
}
