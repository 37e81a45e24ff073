package dev.statusmonitor.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HistoryBenchmarkTest {
    @Test
    void passesFiguresOnAndNothingElse() {
        var out = new ByteArrayOutputStream();
        var figures = new Figures(new PrintStream(out, true, StandardCharsets.UTF_8));

        for (String line : new String[] {
            "history.questdb.5m.p99 1.25 ms",
            "history.influxdb.values-per-s 1.5E6 values/s",
            "history.questdb.rollup-100 0.03 s",
            "TestInfluxDb: influxd, port 1",
            "history.questdb.5m.p99 fast ms"
        }) {
            HistoryBenchmark.take(line, figures);
        }

        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "history.questdb.5m.p99 1.25 ms",
                        "history.influxdb.values-per-s 1500000 values/s",
                        "history.questdb.rollup-100 0.03 s");
    }
}
