package dev.statusmonitor.embedded.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.statusmonitor.embedded.StartFailure;
import dev.statusmonitor.embedded.process.PidFile;
import dev.statusmonitor.embedded.process.ProcessIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRedisIT {
    @TempDir
    Path folder;

    private final String password = EmbeddedRedis.newPassword();

    @Test
    void answersThoseWhoKnowThePasswordAndNobodyElse() {
        try (var redis = EmbeddedRedis.start(new EmbeddedRedis.Settings(folder, password))) {
            assertThat(redis.isAlive()).isTrue();
            assertThat(redis.uri()).hasScheme("redis").hasHost("127.0.0.1").hasPort(redis.port());
            assertThat(RedisPing.answers(redis.port(), "not-the-password-at-all", Duration.ofSeconds(1)))
                    .isFalse();
        }
    }

    @Test
    void aServerFromTheJarRunsWhereNoneIsInstalled() {
        try (var redis = EmbeddedRedis.start(new EmbeddedRedis.Settings(folder, password).withSearchPath(List.of()))) {
            assertThat(redis.isAlive()).isTrue();
            assertThat(redis.program()).startsWith(folder.toString());
        }
    }

    @Test
    void aProgramThatDoesNotRunIsPassedOver() throws IOException {
        Path broken = Files.createDirectory(folder.resolve("bin"));
        Path program = Files.writeString(broken.resolve("redis-server"), "#!/bin/sh\nexit 1\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();

        try (var redis =
                EmbeddedRedis.start(new EmbeddedRedis.Settings(folder, password).withSearchPath(List.of(broken)))) {
            assertThat(redis.program()).doesNotStartWith(broken.toString());
        }
    }

    @Test
    void thePasswordStandsInAFileForTheOwnerAloneAndNotOnTheCommandLine() throws IOException {
        try (var redis = EmbeddedRedis.start(new EmbeddedRedis.Settings(folder, password))) {
            Path config = folder.resolve("redis.conf");
            assertThat(config).content().contains("requirepass " + password);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(config)))
                    .isEqualTo("rw-------");
            Path commandLine = Path.of("/proc", Long.toString(redis.pid()), "cmdline");
            if (Files.exists(commandLine)) {
                assertThat(Files.readString(commandLine, StandardCharsets.ISO_8859_1))
                        .doesNotContain(password);
            }
        }
    }

    @Test
    void closingEndsTheProcessAndForgetsIt() {
        var redis = EmbeddedRedis.start(new EmbeddedRedis.Settings(folder, password));
        ProcessIdentity process = redis.process();
        assertThat(process.isAlive()).isTrue();

        redis.close();
        redis.close();

        assertThat(process.isAlive()).isFalse();
        assertThat(redis.isAlive()).isFalse();
        assertThat(folder.resolve("redis.pid")).doesNotExist();
    }

    @Test
    void whatAKilledRunLeftIsEndedFirst() {
        var left = EmbeddedRedis.start(new EmbeddedRedis.Settings(folder, password));

        try (var redis = EmbeddedRedis.start(new EmbeddedRedis.Settings(folder, password).withPort(left.port()))) {
            assertThat(left.process().isAlive()).isFalse();
            assertThat(redis.isAlive()).isTrue();
        }
    }

    @Test
    void anotherProcessThatGotTheSameIdIsLeftAlone() throws IOException {
        Process other = new ProcessBuilder("sleep", "60").start();
        try {
            Files.writeString(folder.resolve("redis.pid"), other.pid() + " started another time\n");

            assertThat(EmbeddedRedis.stopLeftover(folder)).isFalse();

            assertThat(other.isAlive()).isTrue();
            assertThat(new PidFile(folder.resolve("redis.pid")).read()).isEmpty();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void aTakenPortIsASentence() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var settings = new EmbeddedRedis.Settings(folder, password).withPort(taken.getLocalPort());
            assertThatThrownBy(() -> EmbeddedRedis.start(settings))
                    .isInstanceOfSatisfying(
                            StartFailure.class, e -> assertThat(e.reason()).isEqualTo(StartFailure.Reason.PORT_TAKEN))
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()));
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsASentence() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        var settings = new EmbeddedRedis.Settings(file.resolve("redis"), password);
        assertThatThrownBy(() -> EmbeddedRedis.start(settings))
                .isInstanceOfSatisfying(
                        StartFailure.class,
                        e -> assertThat(e.reason()).isEqualTo(StartFailure.Reason.FOLDER_NOT_WRITABLE))
                .hasMessageContaining("cannot be written");
    }
}
