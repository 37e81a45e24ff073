package dev.statusmonitor.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

class PlatformIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path temp;

    @Test
    void startsWorksAndStopsAndComesBackAfterAKill() throws Exception {
        long redis;
        long agent;
        try (var platform = RunningPlatform.up(temp)) {
            assertThat(platform.output())
                    .contains(
                            "is ready at " + platform.uri(""),
                            platform.uri("/setup#token=").toString());
            assertThat(platform.get("/livez").body()).contains("up");
            for (String internal : new String[] {"/actuator/health", "/internal/v1/jwks", "/internal/v1/platform"}) {
                assertThat(platform.get(internal).statusCode()).as(internal).isEqualTo(404);
            }
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(temp.resolve("statusmonitor/" + platform.port + ".json"))))
                    .isEqualTo("rw-------");
            becomesWell(platform);
            assertThat(platform.doctor("--json").output()).contains("\"ok\" : true");

            redis = platform.pid("redis/redis.pid");
            agent = platform.pid("agent/agent.pid");
            platform.process.destroyForcibly().waitFor();
            assertThat(isRunning(redis)).isTrue();
            assertThat(isRunning(agent)).isTrue();
            assertThat(platform.doctor().code()).isEqualTo(1);
        }

        try (var again = RunningPlatform.up(temp)) {
            assertThat(isRunning(redis)).isFalse();
            assertThat(isRunning(agent)).isFalse();
            redis = again.pid("redis/redis.pid");
            agent = again.pid("agent/agent.pid");
            becomesWell(again);

            new ProcessBuilder("kill", "-STOP", Long.toString(agent)).start().waitFor();
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(again.doctor().output()).contains("FAIL  agent"));
            new ProcessBuilder("kill", "-CONT", Long.toString(agent)).start().waitFor();
            new ProcessBuilder("kill", "-KILL", Long.toString(redis)).start().waitFor();
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(again.doctor().output()).contains("FAIL  redis"));

            assertThat(again.stop()).isZero();
            assertThat(isRunning(agent)).isFalse();
            assertThat(temp.resolve("statusmonitor/" + again.port + ".json")).doesNotExist();
            assertThat(again.doctor().output()).contains("nothing answers");
        }
    }

    @Test
    void aDamagedDatabaseIsNamedAndNothingIsLeftRunning() throws Exception {
        try (var platform = RunningPlatform.up(temp, "--no-agent")) {
            assertThat(platform.stop()).isZero();
        }
        Files.writeString(temp.resolve("data/auth/auth.db"), "not what was here before".repeat(500));

        var ended = RunningPlatform.refused(
                temp,
                "--port",
                "0",
                "--no-agent",
                "--data",
                temp.resolve("data").toString());

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.output()).contains("auth.db is damaged").doesNotContain("Exception", "\tat ");
        assertThat(temp.resolve("data/redis/redis.pid")).doesNotExist();
    }

    private static void becomesWell(RunningPlatform platform) {
        await().atMost(SOON).untilAsserted(() -> {
            var answer = platform.doctor();
            assertThat(answer.output()).endsWith("All is well.\n");
            assertThat(answer.code()).isZero();
        });
    }

    private static boolean isRunning(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }
}
