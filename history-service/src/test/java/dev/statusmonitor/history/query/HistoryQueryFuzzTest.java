package dev.statusmonitor.history.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Whatever stands in a question for history: it makes a bounded range, or a sentence that says what is wrong. */
class HistoryQueryFuzzTest {
    private static final Instant NOW = Instant.ofEpochMilli(1_763_912_176_000L);

    @FuzzTest(maxDuration = "2m")
    void isBoundedOrRefused(byte[] input) {
        // A line each: start, stop, points, and the metrics.
        List<String> lines = new String(input, StandardCharsets.UTF_8).lines().toList();
        if (lines.size() < 4) {
            return;
        }
        String stop = lines.get(1);
        try {
            HistoryQuery.of(
                    lines.subList(3, lines.size()), lines.get(0), stop.isEmpty() ? null : stop, lines.get(2), NOW);
        } catch (BadQueryException e) {
            assertThat(e).hasMessageMatching("(?s).+\\.");
        }
    }
}
