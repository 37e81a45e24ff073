package dev.statusmonitor.agent.enrol;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityStoreIT {
    @TempDir
    Path parent;

    private Path directory;
    private IdentityStore store;

    @BeforeEach
    void open() {
        directory = parent.resolve("a/b");
        store = new IdentityStore(directory);
    }

    private static HostIdentity identity(KeyPair pair) {
        URI platform = URI.create("https://monitor.example.org");
        return new HostIdentity(
                "h1",
                pair.getPrivate(),
                platform,
                platform.resolve("/api/v1/metrics"),
                platform.resolve("/api/v1/agents/token"),
                platform.resolve("/api/v1/agents/me/resource"),
                "0f");
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void hasNoneAtFirst() throws IOException {
        assertThat(store.load()).isNull();
        assertThat(directory).doesNotExist();
    }

    @Test
    void keepsAnIdentityForItsOwnerAlone() throws IOException {
        KeyPair pair = store.enrollingKey();
        assertThat(mode(directory)).isEqualTo("rwx------");
        assertThat(mode(directory.resolve("enrolling.json"))).isEqualTo("rw-------");
        store.save(identity(pair));

        assertThat(mode(directory.resolve("identity.json"))).isEqualTo("rw-------");
        assertThat(directory.resolve("enrolling.json")).doesNotExist();
        assertThat(new IdentityStore(directory).load()).isEqualTo(identity(pair));
    }

    @Test
    void repeatsAnEnrolmentWithTheSameKey() throws IOException {
        KeyPair first = store.enrollingKey();
        KeyPair second = new IdentityStore(directory).enrollingKey();

        assertThat(second.getPublic()).isEqualTo(first.getPublic());
        assertThat(second.getPrivate()).isEqualTo(first.getPrivate());
    }

    @Test
    void takesANewKeyForEachHost() throws IOException {
        KeyPair first = store.enrollingKey();
        store.save(identity(first));

        assertThat(store.enrollingKey().getPublic()).isNotEqualTo(first.getPublic());
    }

    @Test
    void survivesWhatAKillLeftBehind() throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("identity.json.new"), "{\"half");
        Files.writeString(directory.resolve("enrolling.json"), "");
        KeyPair pair = store.enrollingKey();
        store.save(identity(pair));

        assertThat(requireNonNull(store.load()).hostId()).isEqualTo("h1");
    }

    @Test
    void saysWhatToDoWithADamagedOne() throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("identity.json"), "{\"host_id\":\"h1\"}");

        assertThatThrownBy(store::load)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("private_key is missing")
                .hasMessageContaining("Delete the file");
    }

    @Test
    void takesAwayWhatOthersMayRead() throws IOException {
        store.save(identity(store.enrollingKey()));
        Path file = directory.resolve("identity.json");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(store.load()).isNotNull();
        assertThat(mode(file)).isEqualTo("rw-------");
    }

    @Test
    void saysWhereItCannotBeKept() throws IOException {
        Files.writeString(parent.resolve("a"), "a file where the folder should be");

        assertThatThrownBy(store::enrollingKey)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("in " + directory)
                .hasMessageContaining("Name a folder");
    }
}
