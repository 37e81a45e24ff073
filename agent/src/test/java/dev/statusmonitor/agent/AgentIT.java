package dev.statusmonitor.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.statusmonitor.agent.TestPlatform.Posted;
import dev.statusmonitor.contract.Metrics;
import dev.statusmonitor.contract.SeriesKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The packed agent as a process of its own, reading this very machine. */
class AgentIT {
    /** What is to happen at once, on a machine that is busy with other tests. */
    private static final Duration SOON = Duration.ofSeconds(90);

    @TempDir
    Path directory;

    private TestPlatform platform;
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        platform = new TestPlatform();
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly();
            process.waitFor();
        }
        platform.close();
    }

    private Process agent(Map<String, String> environment, String... flags) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(RecommendedFlags.flags());
        command.addAll(List.of(flags));
        command.addAll(List.of("-jar", PackedJarIT.jar().toString()));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log().toFile());
        builder.environment().put("STATUSMONITOR_PLATFORM", platform.uri().toString());
        builder.environment()
                .put("STATUSMONITOR_IDENTITY", directory.resolve("identity").toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private Path log() {
        return directory.resolve("agent.log");
    }

    private String logged() throws IOException {
        return Files.readString(log());
    }

    @Test
    void sendsThisMachineEachSecondAndStopsCleanly() throws Exception {
        Process agent = agent(Map.of("STATUSMONITOR_CODE", TestPlatform.GOOD_CODE, "STATUSMONITOR_NAME", "my host"));
        await().atMost(SOON).until(() -> platform.stored().size() >= 6);

        List<Posted> stored = platform.stored();
        List<Long> stamps = stored.stream().map(Posted::timestamp).sorted().toList();
        // A machine that is busy with other tests may make it miss a second; it never makes up for one.
        assertThat(stamps)
                .doesNotHaveDuplicates()
                .allSatisfy(stamp -> assertThat(stamp % 1_000).isZero());
        assertThat(stamps.get(stamps.size() - 1) - stamps.get(0)).isLessThan(2_000L * stamps.size());
        Posted last = stored.get(stored.size() - 1);
        assertThat(last.metrics()).allSatisfy((name, value) -> {
            var key = SeriesKey.parse(name);
            assertThat(key.toString()).isEqualTo(name);
            var metric = Metrics.find(key.metric()).orElseThrow();
            assertThat(metric.attributes()).containsAll(key.attributes().keySet());
            assertThat(metric.inRange(value)).isTrue();
        });
        assertThat(last.metrics().keySet().stream()
                        .map(name -> SeriesKey.parse(name).metric()))
                .contains(
                        Metrics.CPU_TOTAL,
                        Metrics.CPU,
                        Metrics.CPU_LOGICAL,
                        Metrics.LOAD_1M,
                        Metrics.MEMORY,
                        Metrics.FILESYSTEM_UTILIZATION,
                        Metrics.PROCESSES,
                        Metrics.THREADS,
                        Metrics.UPTIME,
                        Metrics.CLOCK_OFFSET,
                        Metrics.QUEUE_SIZE,
                        Metrics.DROPPED);
        assertThat(platform.requests("/api/v1/agents").get(0).body()).contains("\"name\":\"my host\"");
        await().atMost(SOON)
                .until(() -> !platform.requests("/api/v1/agents/me/resource").isEmpty());
        assertThat(platform.requests("/api/v1/agents/me/resource").get(0).body())
                .contains("\"os.type\":", "\"service.version\":");

        agent.destroy();
        assertThat(agent.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(logged())
                .contains("Enrolled as host h1", "Sending a sample each second")
                .doesNotContain("WARN", "ERROR", TestPlatform.GOOD_CODE);
    }

    /** What is not loaded costs nothing. */
    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere OSHI needs native code")
    void loadsNothingNative() throws Exception {
        Path classes = directory.resolve("classes.log");
        agent(Map.of("STATUSMONITOR_CODE", TestPlatform.GOOD_CODE), "-Xlog:class+load:file=" + classes);
        await().atMost(SOON).until(() -> platform.stored().size() >= 3);

        assertThat(Files.readString(classes))
                .contains(" oshi.nativefree.SystemInfo ")
                .doesNotContain(" com.sun.jna", " oshi.SystemInfo ");
    }

    @Test
    void startsAgainWithItsIdentityAndNeedsNoCode() throws Exception {
        Process first = agent(Map.of("STATUSMONITOR_CODE", TestPlatform.GOOD_CODE));
        await().atMost(SOON).until(() -> platform.stored().size() >= 2);
        first.destroy();
        first.waitFor();
        try (var files = Files.list(directory.resolve("identity"))) {
            assertThat(files.filter(Files::isRegularFile))
                    .hasSize(1)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
        int before = platform.stored().size();

        agent(Map.of());
        await().atMost(SOON).until(() -> platform.stored().size() >= before + 2);

        assertThat(platform.hostIds()).containsExactly("h1");
    }

    @Test
    void endsWithStatus2WhereTheCodeIsWrong() throws Exception {
        Process agent = agent(Map.of("STATUSMONITOR_CODE", "wrong"));

        assertThat(agent.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(agent.exitValue()).isEqualTo(2);
        assertThat(logged()).contains("the code is wrong, used or expired").doesNotContain("\tat ");
    }

    @Test
    void endsWithStatus2WithoutIdentityAndCode() throws Exception {
        Process agent = agent(Map.of());

        assertThat(agent.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(agent.exitValue()).isEqualTo(2);
        assertThat(logged()).contains("STATUSMONITOR_CODE").doesNotContain("\tat ");
    }

    @Test
    void sendsWhatWaitedWhenThePlatformComesBack() throws Exception {
        agent(Map.of("STATUSMONITOR_CODE", TestPlatform.GOOD_CODE));
        await().atMost(SOON).until(() -> platform.stored().size() >= 2);
        long downAt = System.currentTimeMillis();
        platform.goDown();
        await().atMost(SOON).until(() -> logged().contains("cannot be reached"));
        await().atMost(SOON).until(() -> System.currentTimeMillis() > downAt + 6_000);
        long upAt = System.currentTimeMillis();
        platform.comeBack();
        await().atMost(SOON).until(() -> logged().contains("Sending again"));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(platform.stored().stream()
                                .filter(sample -> sample.timestamp() > downAt + 1_000 && sample.timestamp() < upAt))
                        .hasSizeGreaterThanOrEqualTo(4));

        List<Posted> stored = platform.stored();
        // What was on its way just then may come again: the agent has not heard that it was stored.
        assertThat(stored.stream().map(Posted::timestamp).filter(time -> time > downAt))
                .doesNotHaveDuplicates();
        assertThat(stored).allSatisfy(sample -> assertThat(sample.metrics()).containsEntry(Metrics.DROPPED, 0.0));
    }

    @Test
    void keepsWhatWaitsOverKillMinus9() throws Exception {
        Process first = agent(Map.of("STATUSMONITOR_CODE", TestPlatform.GOOD_CODE));
        await().atMost(SOON).until(() -> platform.stored().size() >= 2);
        long downAt = System.currentTimeMillis();
        platform.goDown();
        await().atMost(SOON).until(() -> System.currentTimeMillis() > downAt + 8_000);
        long killedAt = System.currentTimeMillis();
        first.destroyForcibly();
        first.waitFor();
        Process second = agent(Map.of());
        await().atMost(SOON).until(() -> System.currentTimeMillis() > killedAt + 6_000);
        second.destroyForcibly();
        second.waitFor();
        long upAt = System.currentTimeMillis();
        platform.comeBack();
        agent(Map.of());
        await().atMost(SOON).until(() -> platform.stored().stream().anyMatch(sample -> sample.timestamp() > upAt));

        // Of both lives, though neither had told the platform anything, but for the last second of each.
        await().atMost(SOON).untilAsserted(() -> {
            List<Long> stamps =
                    platform.stored().stream().map(Posted::timestamp).toList();
            assertThat(stamps.stream().filter(stamp -> stamp > downAt + 1_000 && stamp < killedAt - 1_000))
                    .hasSizeGreaterThanOrEqualTo(5);
            assertThat(stamps.stream().filter(stamp -> stamp > killedAt && stamp < upAt - 1_000))
                    .hasSizeGreaterThanOrEqualTo(2);
        });
        assertThat(logged()).contains("wait on disk from before");
    }

    @Test
    void saysOnceThatItIsRevokedAndComesBackByANewCode() throws Exception {
        Process agent = agent(Map.of("STATUSMONITOR_CODE", TestPlatform.GOOD_CODE));
        await().atMost(SOON).until(() -> platform.stored().size() >= 2);

        platform.revoke("h1");

        await().atMost(SOON).until(() -> logged().contains("this host was revoked"));
        // It tries again after half a minute, and is refused in other words.
        await().atMost(Duration.ofMinutes(2))
                .until(() -> platform.requests("/api/v1/agents/token").stream()
                        .anyMatch(request -> request.status() == 400));
        agent.destroy();
        agent.waitFor();
        assertThat(logged().lines().filter(line -> line.contains("WARN"))).hasSize(1);

        platform.addCode("another");
        int before = platform.stored().size();
        agent(Map.of("STATUSMONITOR_CODE", "another"));
        await().atMost(SOON).until(() -> platform.stored().size() >= before + 2);
        assertThat(logged()).contains("Enrolled as host");
    }

    @Test
    void tellsHowItIsUsed() throws Exception {
        Process agent = agent(Map.of("STATUSMONITOR_PLATFORM", "nonsense"));

        assertThat(agent.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(agent.exitValue()).isEqualTo(64);
        assertThat(logged()).contains("is written like https://").doesNotContain("\tat ");
    }

    @Test
    void doesNotUseUpACodeWhereItCannotKeepAnIdentity() throws Exception {
        Files.writeString(directory.resolve("identity"), "a file where the folder should be");
        Process agent = agent(Map.of("STATUSMONITOR_CODE", TestPlatform.GOOD_CODE));

        assertThat(agent.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(agent.exitValue()).isEqualTo(1);
        assertThat(logged())
                .contains("Name a folder that the agent may write to")
                .doesNotContain("\tat ");
        assertThat(platform.requests()).isEmpty();
    }

    @Test
    @EnabledOnOs(
            value = {OS.LINUX, OS.MAC},
            disabledReason = "stops a process by a signal")
    void skipsWhatItMissedWhileItStoodStill() throws Exception {
        Process agent = agent(Map.of("STATUSMONITOR_CODE", TestPlatform.GOOD_CODE));
        await().atMost(SOON).until(() -> platform.stored().size() >= 2);
        signal("STOP", agent);
        long stoppedAt = System.currentTimeMillis();
        await().atMost(SOON).until(() -> System.currentTimeMillis() > stoppedAt + 5_000);
        long continuedAt = System.currentTimeMillis();
        signal("CONT", agent);
        await().atMost(SOON)
                .until(() -> platform.stored().stream().anyMatch(sample -> sample.timestamp() > continuedAt + 2_000));

        List<Long> stamps = platform.stored().stream().map(Posted::timestamp).toList();
        assertThat(stamps)
                .doesNotHaveDuplicates()
                .noneMatch(stamp -> stamp > stoppedAt + 1_000 && stamp < continuedAt - 1_000);
        assertThat(stamps.stream().filter(stamp -> stamp >= continuedAt - 1_000))
                .hasSizeLessThanOrEqualTo(5);
    }

    private static void signal(String name, Process process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }
}
