package dev.statusmonitor.standalone.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.statusmonitor.standalone.console.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderIT {
    @TempDir
    Path temp;

    @Test
    void isMadeForTheOwnerAlone() throws IOException {
        Path path = temp.resolve("a/b");
        try (var folder = DataFolder.open(path)) {
            assertThat(folder.path()).isEqualTo(path);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void hasOneUserAtATime() {
        Path path = temp.resolve("data");
        try (var first = DataFolder.open(path)) {
            assertThatThrownBy(() -> DataFolder.open(path))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("in use by another StatusMonitor (process "
                            + ProcessHandle.current().pid() + ")");
            assertThat(first.path()).exists();
        }
        DataFolder.open(path).close();
    }

    @Test
    void somebodyElsesFolderIsLeftAlone() throws IOException {
        Files.writeString(temp.resolve("letter.txt"), "Dear");
        assertThatThrownBy(() -> DataFolder.open(temp))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("not StatusMonitor's data");
        assertThat(temp).isDirectoryNotContaining(file -> !file.endsWith("letter.txt"));
    }

    @Test
    void aFileInItsPlaceIsNamed() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "");
        assertThatThrownBy(() -> DataFolder.open(file))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void aNewerFormatIsNotTouched() throws IOException {
        DataFolder.open(temp.resolve("data")).close();
        Files.writeString(temp.resolve("data/format"), "2\n");
        assertThatThrownBy(() -> DataFolder.open(temp.resolve("data")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("newer StatusMonitor");
    }

    @Test
    void whatLibrariesUnpackedIsThrownAway() throws IOException {
        DataFolder.open(temp.resolve("data")).close();
        Path left = Files.writeString(
                Files.createDirectories(temp.resolve("data/tmp/x")).resolve("lib.so"), "");
        DataFolder.open(temp.resolve("data")).close();
        assertThat(left).doesNotExist();
        assertThat(temp.resolve("data/tmp")).isEmptyDirectory();
    }

    @Test
    void secretsAreMadeOnceAndForTheOwnerAlone() throws IOException {
        try (var folder = DataFolder.open(temp.resolve("data"))) {
            Secrets made = Secrets.load(folder);
            assertThat(Secrets.load(folder)).isEqualTo(made);
            assertThat(made.toString())
                    .doesNotContain(made.redis(), made.kafka().password());
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(folder.resolve("secrets.properties"))))
                    .isEqualTo("rw-------");

            Files.writeString(folder.resolve("secrets.properties"), "nonsense");
            assertThatThrownBy(() -> Secrets.load(folder))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("is damaged");
        }
    }

    @Test
    void remembersWhenItWasUsed() throws IOException {
        try (var folder = DataFolder.open(temp.resolve("data"))) {
            var lastUsed = new LastUsed(folder);
            assertThat(lastUsed.read()).isEmpty();
            lastUsed.write(Instant.parse("2026-11-23T12:00:00Z"));
            assertThat(lastUsed.read()).contains(Instant.parse("2026-11-23T12:00:00Z"));
        }
    }
}
