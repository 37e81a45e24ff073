package dev.statusmonitor.history.store.questdb;

import static dev.statusmonitor.history.store.TestSamples.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.statusmonitor.history.store.LastStop;
import dev.statusmonitor.history.store.SampleStore;
import dev.statusmonitor.history.store.SampleStoreContract;
import dev.statusmonitor.history.store.StoreException;
import dev.statusmonitor.history.store.TestSamples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class QuestDbSampleStoreIT extends SampleStoreContract {
    private static final QuestDbSettings SETTINGS = new QuestDbSettings(Duration.ofHours(26), DataSize.ofMegabytes(1));

    @Override
    protected SampleStore open(Path folder, Clock clock, LastStop lastStop) {
        return QuestDbSampleStore.open(folder, SETTINGS, clock, lastStop);
    }

    @Test
    void refusesASecondProcess() {
        assertThatThrownBy(() -> open(folder, clock, LastStop.CLEAN))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("in use by another process");
    }

    @Test
    void dropsTheHoursThatMayBeTornAfterTheMachineWentDown() {
        clock.set(now.minus(Duration.ofHours(3)));
        store.writer().write(List.of(sample("h1", nowMs - 3 * 3_600_000, Map.of("system.uptime", 1.0))));
        clock.set(now);
        store.writer().write(List.of(sample("h1", nowMs, Map.of("system.uptime", 2.0))));
        store.close();

        store = open(folder, clock, LastStop.MACHINE_DIED);

        assertThat(count("h1")).isEqualTo(1);
        assertThat(store.missingSince())
                .contains(now.minus(Duration.ofMinutes(2)).truncatedTo(ChronoUnit.HOURS));
        store.writer().write(List.of(sample("h1", nowMs, Map.of("system.uptime", 2.0))));
        assertThat(count("h1")).isEqualTo(2);
    }

    @Test
    void dropsWhatIsOlderThanItsRetention() {
        clock.set(now.minus(Duration.ofHours(30)));
        store.writer().write(List.of(sample("h1", clock.millis(), Map.of("system.uptime", 1.0))));
        clock.set(now.minus(Duration.ofHours(25)));
        store.writer().write(List.of(sample("h1", clock.millis(), Map.of("system.uptime", 2.0))));
        clock.set(now);
        store.writer().write(List.of(sample("h1", nowMs, Map.of("system.uptime", 3.0))));

        assertThat(count("h1")).isEqualTo(2);
        assertThat(store.reader().newest("h1", TestSamples.soon()).orElseThrow().values())
                .containsExactly(3.0);
    }

    @Test
    void takesAnotherRetention() {
        clock.set(now.minus(Duration.ofHours(30)));
        store.writer().write(List.of(sample("h1", clock.millis(), Map.of("system.uptime", 1.0))));
        store.close();

        store = QuestDbSampleStore.open(
                folder, new QuestDbSettings(Duration.ofHours(50), DataSize.ofMegabytes(1)), clock, LastStop.CLEAN);
        clock.set(now);
        store.writer().write(List.of(sample("h1", nowMs, Map.of("system.uptime", 3.0))));

        assertThat(count("h1")).isEqualTo(2);
    }

    @Test
    void opensAnEmptyStoreAfterTheMachineWentDown() {
        store.close();

        store = open(folder, clock, LastStop.MACHINE_DIED);

        assertThat(store.missingSince()).isEmpty();
    }

    @Test
    void saysWhatToDoAboutDamage() throws IOException {
        store.writer().write(List.of(sample("h1", nowMs, Map.of("system.uptime", 2.0))));
        store.close();
        try (var files = Files.walk(folder.resolve("tables"))) {
            for (Path file : files.filter(each -> each.endsWith("_meta") || each.endsWith("_txn"))
                    .toList()) {
                Files.write(file, new byte[] {1, 2, 3});
            }
        }

        assertThatThrownBy(() -> open(folder, clock, LastStop.PROCESS_DIED))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("move the folder away");

        Files.move(folder.resolve("tables"), folder.resolve("damaged"));
        store = open(folder, clock, LastStop.PROCESS_DIED);
    }
}
