package dev.statusmonitor.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FiguresTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "5000, 5000",
        "123456789, 123456789",
        "1e9, 1000000000",
        "512.4, 512",
        "12.34, 12.3",
        "2.5, 2.5",
        "0.0004, 0",
        "0.2567, 0.257",
        "-3.14159, -3.142"
    })
    void writesPlainDecimals(double value, String text) {
        assertThat(Figures.plain(value)).isEqualTo(text);
    }

    @Test
    void printsALineEachAndKeepsAll(@TempDir Path folder) throws Exception {
        var out = new ByteArrayOutputStream();
        var figures = new Figures(new PrintStream(out, true, StandardCharsets.UTF_8));
        figures.print("ingest.hosts", 5_000, "hosts");
        figures.print("ingest.ratio", 0.3, "");
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("ingest.hosts 5000 hosts", "ingest.ratio 0.3");

        Path file = figures.keep(folder.resolve("bench"), Instant.parse("2026-11-23T16:00:00Z"));
        assertThat(file).hasFileName("20261123T160000Z.json");
        JsonNode kept = new JsonMapper().readTree(Files.readString(file));
        assertThat(kept.path("figures").get(0))
                .isEqualTo(new JsonMapper().readTree("{\"name\":\"ingest.hosts\",\"value\":5000,\"unit\":\"hosts\"}"));
        assertThat(kept.path("machine").path("processors").asInt()).isPositive();
    }
}
