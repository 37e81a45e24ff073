package dev.statusmonitor.history.consume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.history.store.LastStop;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    private Path temporary;

    @Test
    void tellsHowTheLastProcessEnded() {
        Path path = temporary.resolve("history");

        DataFolder first = DataFolder.open(path, "boot-1");
        assertThat(first.lastStop()).isEqualTo(LastStop.NEVER_STARTED);
        first.close();
        assertThat(DataFolder.open(path, "boot-1").lastStop()).isEqualTo(LastStop.CLEAN);
        assertThat(DataFolder.open(path, "boot-1").lastStop()).isEqualTo(LastStop.PROCESS_DIED);
        assertThat(DataFolder.open(path, "boot-2").lastStop()).isEqualTo(LastStop.MACHINE_DIED);
    }

    @Test
    void remembersTheCrashUntilItIsMadeGood() {
        Path path = temporary.resolve("history");
        DataFolder.open(path, "boot-1");

        DataFolder.open(path, "boot-2").close();
        assertThat(DataFolder.open(path, "boot-2").lastStop()).isEqualTo(LastStop.MACHINE_DIED);

        DataFolder settled = DataFolder.open(path, "boot-2");
        settled.settled();
        settled.close();
        assertThat(DataFolder.open(path, "boot-2").lastStop()).isEqualTo(LastStop.CLEAN);
    }

    @Test
    void keepsItsName() {
        Path path = temporary.resolve("history");
        String name = DataFolder.open(path, "boot-1").instance();

        assertThat(name).startsWith("history-");
        assertThat(DataFolder.open(path, "boot-2").instance()).isEqualTo(name);
        assertThat(DataFolder.open(temporary.resolve("other"), "boot-1").instance())
                .isNotEqualTo(name);
    }
}
