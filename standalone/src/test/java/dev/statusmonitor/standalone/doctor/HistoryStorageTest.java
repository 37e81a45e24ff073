package dev.statusmonitor.standalone.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class HistoryStorageTest {
    private static final String PREFIX = "statusmonitor.history.storage.";

    @Test
    void saysNothingBeforeItIsMeasured() {
        assertThat(HistoryStorage.checks(Map.of())).isEmpty();
    }

    @Test
    void saysWhatEachTierTakesAndThatThereIsRoom() {
        Check check = HistoryStorage.checks(Map.of(
                        PREFIX + "raw.bytes",
                        5e9,
                        PREFIX + "1m.bytes",
                        2e9,
                        PREFIX + "1m.growth",
                        1e8,
                        PREFIX + "free.bytes",
                        4e11))
                .getFirst();

        assertThat(check.ok()).isTrue();
        assertThat(check.detail())
                .contains("raw ")
                .contains("1m ")
                .contains(" a day)")
                .endsWith("room for all that will be kept");
    }

    /** Cassandra, or an InfluxDB on another machine. */
    @Test
    void saysWhereToLookWhereTheStoreCannotTell() {
        Check check = HistoryStorage.checks(Map.of(PREFIX + "raw.bytes", 5e9)).getFirst();

        assertThat(check.ok()).isTrue();
        assertThat(check.detail())
                .doesNotContain("there is room for")
                .endsWith("this store cannot tell; look at the disks of the machines that it runs on");
    }

    @Test
    void isNotWellWhereTheDiskIsFullSoon() {
        assertThat(HistoryStorage.checks(Map.of(PREFIX + "raw.bytes", 5e9, PREFIX + "days.left", 1.5))
                        .getFirst()
                        .ok())
                .isFalse();
        assertThat(HistoryStorage.checks(Map.of(PREFIX + "raw.bytes", 5e9, PREFIX + "days.left", 30.0))
                        .getFirst()
                        .ok())
                .isTrue();
    }
}
