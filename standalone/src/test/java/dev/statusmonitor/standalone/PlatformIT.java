package dev.statusmonitor.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.regex.Pattern;
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

            aForgottenPasswordIsSetByALink(platform);

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
            await().untilAsserted(() -> assertThat(again.doctor().output()).contains("FAIL  agent"));
            new ProcessBuilder("kill", "-CONT", Long.toString(agent)).start().waitFor();
            new ProcessBuilder("kill", "-KILL", Long.toString(redis)).start().waitFor();
            await().untilAsserted(() -> assertThat(again.doctor().output()).contains("FAIL  redis"));

            assertThat(again.stop()).isZero();
            assertThat(isRunning(agent)).isFalse();
            assertThat(temp.resolve("statusmonitor/" + again.port + ".json")).doesNotExist();
            assertThat(again.doctor().output()).contains("nothing answers");
            assertThat(again.admin("reset-link", "ada@example.org").output())
                    .contains("No platform of yours runs at " + again.uri(""));
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

    private static void aForgottenPasswordIsSetByALink(RunningPlatform platform) throws Exception {
        String token = tokenIn(platform.output());
        String account = "\"email\": \"ada@example.org\", \"password\": \"correct horse battery\"";
        assertThat(platform.post("/api/v1/setup", "{\"token\": \"" + token + "\", \"name\": \"Ada\", " + account + "}")
                        .statusCode())
                .isEqualTo(201);
        var nobodys = platform.admin("reset-link", "nobody@example.org");
        assertThat(nobodys.output()).contains("There is no account of this e-mail address.");
        assertThat(nobodys.code()).isEqualTo(1);

        var link = platform.admin("reset-link", "ada@example.org");

        assertThat(link.code()).isZero();
        assertThat(link.output()).startsWith(platform.uri("/reset#token=").toString());
        String reset = "{\"token\": \"" + tokenIn(link.output()) + "\", \"new_password\": \"a quite new password\"}";
        assertThat(platform.post("/api/v1/password-resets", reset).statusCode()).isEqualTo(204);
        assertThat(platform.post("/api/v1/session", "{" + account + "}").statusCode())
                .isEqualTo(401);
        var keys = platform.admin("rotate-keys");
        assertThat(keys.output()).contains("signs from");
        assertThat(keys.code()).isZero();
    }

    private static String tokenIn(String output) {
        var link = Pattern.compile("#token=([\\w-]+)").matcher(output);
        assertThat(link.find()).as(output).isTrue();
        return link.group(1);
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
