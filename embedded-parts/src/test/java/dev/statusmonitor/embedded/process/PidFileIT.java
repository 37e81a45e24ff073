package dev.statusmonitor.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileIT {
    @TempDir
    Path folder;

    private Process process;

    @BeforeEach
    void start() throws IOException {
        process = new ProcessBuilder("sleep", "60").start();
    }

    @AfterEach
    void stop() {
        process.destroyForcibly();
    }

    @Test
    void findsItsProcessAgain() throws IOException {
        ProcessIdentity identity = file().write(process);

        assertThat(identity.isAlive()).isTrue();
        assertThat(file().running()).contains(identity);
        assertThat(ProcessIdentity.of(process.pid())).contains(identity);
    }

    @Test
    void endsItAndForgetsIt() throws IOException {
        ProcessIdentity identity = file().write(process);

        assertThat(file().stopLeftover(Duration.ofSeconds(3))).isTrue();

        assertThat(identity.isAlive()).isFalse();
        assertThat(folder.resolve("x.pid")).doesNotExist();
        assertThat(file().stopLeftover(Duration.ofSeconds(3))).isFalse();
    }

    @Test
    void aHaltedProcessIsKilledWithoutWaiting() throws Exception {
        ProcessIdentity identity = file().write(process);
        new ProcessBuilder("kill", "-STOP", Long.toString(process.pid()))
                .start()
                .waitFor();
        await().until(identity::isStopped);
        long begun = System.nanoTime();

        assertThat(file().stopLeftover(Duration.ofSeconds(30))).isTrue();

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        assertThat(identity.isAlive()).isFalse();
    }

    @Test
    void aFileThatSaysNothingIsNoProcess() throws IOException {
        Files.writeString(folder.resolve("x.pid"), "what?");
        assertThat(file().read()).isEmpty();
        assertThat(file().stopLeftover(Duration.ofSeconds(1))).isFalse();
    }

    private PidFile file() {
        return new PidFile(folder.resolve("x.pid"));
    }
}
