package dev.statusmonitor.standalone.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.statusmonitor.embedded.process.ProcessIdentity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManagementFileIT {
    @TempDir
    Path temp;

    private final ManagementFile written = new ManagementFile(
            URI.create("http://127.0.0.1:8080"),
            URI.create("http://127.0.0.1:4711"),
            "doctor",
            "c2VjcmV0",
            Path.of("/data"),
            new ProcessIdentity(1, "boot:x:1"),
            new ProcessIdentity(2, "boot:x:2"),
            null);

    @Test
    void isFoundByThePortAndReadableByTheOwnerAlone() throws IOException {
        Path file = written.write(8080, environment());

        assertThat(ManagementFile.read(8080, environment())).contains(written);
        assertThat(ManagementFile.read(8081, environment())).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(written.toString()).doesNotContain("c2VjcmV0");
    }

    @Test
    void aDamagedOneIsNoneAndSaysSo() throws IOException {
        Files.writeString(written.write(8080, environment()), "{");
        assertThatThrownBy(() -> ManagementFile.read(8080, environment()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged");
    }

    private Map<String, String> environment() {
        return Map.of("XDG_RUNTIME_DIR", temp.toString());
    }
}
