package dev.statusmonitor.standalone.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.standalone.console.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What it says where it does not come to copying. */
class HistoryCopyingTest {
    @TempDir
    private Path data;

    private String refused(Path folder, String from, String to) {
        var err = new ByteArrayOutputStream();
        var console = new Console(
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        assertThat(new HistoryCopying(console, folder, Map.of()).copy(from, to)).isFalse();
        return err.toString(StandardCharsets.UTF_8).strip();
    }

    @Test
    void saysWhichStoresThereAre() {
        assertThat(refused(data, "questdb", "mongodb"))
                .isEqualTo("There is no store 'mongodb'. Stores are questdb, influxdb and cassandra.");
    }

    @Test
    void doesNotCopyAStoreToItself() throws IOException {
        assertThat(refused(data, "influxdb", "influxdb"))
                .isEqualTo("--from and --to are the same store: the InfluxDB at http://127.0.0.1:8086, organisation"
                        + " statusmonitor.");
        Files.createDirectories(data.resolve("history/questdb/tables"));
        assertThat(refused(data, "questdb", "questdb:" + data)).startsWith("--from and --to are the same store");
    }

    @Test
    void saysThatThereIsNoDataFolder() {
        Path elsewhere = data.resolve("elsewhere");
        assertThat(refused(elsewhere, "questdb", "influxdb"))
                .isEqualTo("There is no data folder " + elsewhere + ". Say where it is: --data DIR.");
    }

    @Test
    void saysThatNothingIsThereToBeCopied() {
        assertThat(refused(data, "questdb:" + data.resolve("old"), "influxdb"))
                .isEqualTo("There is no history of a QuestDB in " + data.resolve("old/history/questdb") + ".");
    }
}
