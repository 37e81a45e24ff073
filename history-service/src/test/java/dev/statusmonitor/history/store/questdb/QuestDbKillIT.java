package dev.statusmonitor.history.store.questdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.history.store.Grid;
import dev.statusmonitor.history.store.LastStop;
import dev.statusmonitor.history.store.TestSamples;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** kill -9 in the middle of writing: whatever was acknowledged is there afterwards, and writing goes on. */
class QuestDbKillIT {
    /** More for a longer test. */
    private static final int KILLS = Integer.getInteger("statusmonitor.kills", 3);

    @TempDir
    private Path folder;

    @Test
    void losesNothingThatWasAcknowledged() throws Exception {
        var random = new Random();
        long base = System.currentTimeMillis() - Duration.ofHours(2).toMillis();
        int acknowledged = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            acknowledged = writeUntilKilled(base, acknowledged, 30 + random.nextInt(300));
            verify(base, acknowledged);
        }
    }

    /** Returns the number of batches that were acknowledged so far. */
    private int writeUntilKilled(long base, int from, int batches) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WritingProcess.class.getName(),
                        folder.toString(),
                        Long.toString(base),
                        Integer.toString(from))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int acknowledged = from;
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.matches("\\d+")) {
                    acknowledged = Integer.parseInt(line) + 1;
                    if (acknowledged == from + batches) {
                        // Not by the process itself: that would close the stream, and what it says last counts, too.
                        process.toHandle().destroyForcibly();
                    }
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(acknowledged).isGreaterThanOrEqualTo(from + batches);
        return acknowledged;
    }

    private void verify(long base, int acknowledged) {
        var settings = new QuestDbSettings(Duration.ofHours(26), DataSize.ofMegabytes(1));
        try (var store = QuestDbSampleStore.open(folder, settings, Clock.systemUTC(), LastStop.PROCESS_DIED)) {
            var reader = store.reader();
            for (int host = 0; host < WritingProcess.HOSTS; host++) {
                var into = TestSamples.buckets(new Grid(base, 100, acknowledged), WritingProcess.UPTIME);
                reader.read("host-" + host, TestSamples.raw(into), into, TestSamples.soon());
                var series = into.series().getFirst();
                for (int batch = 0; batch < acknowledged; batch++) {
                    assertThat(series.count(batch))
                            .as("host %s batch %s", host, batch)
                            .isEqualTo(1);
                    assertThat(series.mean(batch)).isEqualTo(WritingProcess.value(host, batch));
                }
            }
            // The ones before were looked at after the kills before.
            for (int batch = Math.max(0, acknowledged - 100); batch < acknowledged; batch++) {
                assertThat(reader.newest("new-" + batch, TestSamples.soon())
                                .orElseThrow()
                                .values())
                        .containsExactly(batch);
            }
        }
    }
}
