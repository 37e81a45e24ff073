package dev.statusmonitor.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The installer in a real shell: it installs the packed agent from a platform into a folder of its own. */
@EnabledOnOs(
        value = {OS.LINUX, OS.MAC},
        disabledReason = "it is the installer for Linux and macOS")
class InstallIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String JAR = "/agent/statusmonitor-agent.jar";
    private static final String SH = "/agent/install.sh";

    @TempDir
    Path folder;

    private TestPlatform platform;
    private Path installer;
    private Path home;
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        platform = new TestPlatform();
        byte[] script;
        try (var stream = Agent.class.getResourceAsStream("install/install.sh")) {
            script = stream.readAllBytes();
        }
        installer = Files.write(folder.resolve("downloaded.sh"), script);
        home = folder.resolve("a home");
        serve(SH, script);
        serve(JAR, Files.readAllBytes(PackedJarIT.jar()));
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly();
            process.waitFor();
        }
        platform.close();
    }

    private void serve(String path, byte[] content) throws Exception {
        platform.serve(path, content, sha256(content));
    }

    private static String sha256(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    @Test
    void enrolsRunsAndIsRemoved() throws Exception {
        Ended installed = install("--no-start", "--name", "my host");

        assertThat(installed.output)
                .contains("Enrolled as host h1", "It is stopped. To start it in the foreground: " + command() + " run");
        assertThat(installed.status).isZero();
        assertThat(platform.requests("/api/v1/agents").get(0).body()).contains("\"name\":\"my host\"");
        assertThat(Files.readString(home.resolve("agent.properties")))
                .contains("platform=" + platform.uri(), "name=my host");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("state"))))
                .isEqualTo("rwx------");
        assertThat(filesWith(TestPlatform.GOOD_CODE)).isEmpty();
        // Java wrote down what it loaded, and takes it up again.
        assertThat(home.resolve("state/agent.cache")).isNotEmptyFile();
        assertThat(run("status").status).isEqualTo(3);

        int before = platform.stored().size();
        Process running = begin("run.log", List.of(command().toString(), "run"));
        await().atMost(SOON).until(() -> platform.stored().size() >= before + 3);

        assertThat(Files.readString(folder.resolve("run.log")))
                .contains("Sending a sample each second")
                .doesNotContain("It takes half the memory", "WARN", "ERROR", "[warning]", "[error]");
        Ended status = run("status");
        assertThat(status.output)
                .contains("StatusMonitor agent ", "Platform: " + platform.uri(), "Host: h1", "Process: active");
        assertThat(status.status).isZero();

        Ended removed = run("uninstall");
        assertThat(removed.output).contains("delete the host there: " + platform.uri());
        assertThat(running.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(home).doesNotExist();
    }

    @Test
    void runsInTheForegroundByTheRuntimeOfThePlatformAndKeepsItsIdentityWhenUpdated() throws Exception {
        serve("/agent/statusmonitor-runtime-" + system() + ".tar.gz", runtime());
        begin(
                "install.log",
                command(installer.toString(), "--platform", platform.uri().toString(), "--home", home.toString()));
        await().atMost(SOON).until(() -> platform.stored().size() >= 3);
        assertThat(Files.readString(folder.resolve("install.log"))).contains("It runs in the foreground");
        assertThat(Files.readString(home.resolve("program/runtime/bin/java"))).startsWith("#!/bin/sh");

        Ended updated = run("update");

        assertThat(updated.output).contains("The identity is the same", "Sending a sample each second");
        assertThat(updated.status).isZero();
        assertThat(platform.hostIds()).containsExactly("h1");
        // Where the new one does not start, the old one stays.
        serve(JAR, "no jar".getBytes(StandardCharsets.US_ASCII));
        assertThat(run("update").status).isNotZero();
        assertThat(run("status").output).contains("StatusMonitor agent ", "Host: h1");
    }

    @Test
    void installsNothingThatIsNotWhatThePlatformSays() throws Exception {
        platform.serve(JAR, Files.readAllBytes(PackedJarIT.jar()), "0".repeat(64));

        Ended ended = install();

        assertThat(ended.output).contains("The download of statusmonitor-agent.jar is damaged");
        assertThat(ended.status).isEqualTo(1);
        assertThat(home.resolve("program")).doesNotExist();
        assertThat(platform.requests()).isEmpty();
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        assertThat(end(Map.of(), List.of("sh", installer.toString(), "--home", home.toString())).output)
                .isEqualTo("Which platform is it for? Name it: --platform https://monitor.example.org\n");
        assertThat(end(Map.of(), List.of("sh", installer.toString(), "--home", home.toString(), "--platform", "x.y"))
                        .output)
                .contains("is written like https://monitor.example.org, not x.y");
        assertThat(end(
                                Map.of(),
                                List.of(
                                        "sh",
                                        installer.toString(),
                                        "--home",
                                        home.toString(),
                                        "--platform",
                                        platform.uri().toString()))
                        .output)
                .contains("This machine is not enrolled yet, which needs a code");
        assertThat(end(Map.of(), List.of("sh", installer.toString(), "--nonsense")).output)
                .contains("There is no option --nonsense");
    }

    @Test
    void saysThatACodeIsWrongAndIsRepeatedWithAnother() throws Exception {
        Ended ended = end(
                Map.of("STATUSMONITOR_CODE", "wrong"),
                command(
                        installer.toString(),
                        "--platform",
                        platform.uri().toString(),
                        "--home",
                        home.toString(),
                        "--no-start"));

        assertThat(ended.output).contains("the code is wrong, used or expired", "with a new code");
        assertThat(ended.status).isEqualTo(1);
        begin(
                "again.log",
                command(installer.toString(), "--platform", platform.uri().toString(), "--home", home.toString()));
        await().atMost(SOON).until(() -> !platform.stored().isEmpty());
    }

    /** What sh may be. Of those that are not on this machine nothing is shown. */
    static Stream<List<String>> shells() {
        return Stream.of(List.of("sh"), List.of("dash"), List.of("busybox", "sh"), List.of("bash", "--posix"))
                .filter(words -> isOnPath(words.get(0)));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void speaksTheLanguageOfEveryShell(List<String> shell) throws Exception {
        Ended installed = by(
                shell,
                installer.toString(),
                "--platform",
                platform.uri().toString(),
                "--home",
                home.toString(),
                "--java",
                java(),
                "--no-start");
        assertThat(installed.output).contains("Enrolled as host h1").doesNotContain("not found", "rror");
        assertThat(installed.status).isZero();
        Ended status = by(shell, command().toString(), "status");
        assertThat(status.output).contains("StatusMonitor agent ", "Host: h1", "Process: inactive");
        assertThat(status.status).isEqualTo(3);
        assertThat(by(shell, command().toString(), "update").output).contains("The identity is the same");
        for (String manager : List.of("systemd", "openrc", "launchd")) {
            assertThat(by(shell, installer.toString(), "show", manager).output).contains("statusmonitor-agent.jar");
        }
        assertThat(by(shell, command().toString(), "uninstall").output).contains("Removed.");
        assertThat(home).doesNotExist();
    }

    @Test
    void systemdHasNothingToSayAgainstItsService() throws Exception {
        assumeTrue(isOnPath("systemd-analyze"), "there is no systemd-analyze here");
        String unit = end(Map.of(), List.of("sh", installer.toString(), "show", "systemd")).output;
        Path file = folder.resolve("statusmonitor-agent.service");
        // It looks whether the program is there, which it is on no machine of developers.
        Files.writeString(file, unit.replace("ExecStart=/opt/statusmonitor-agent/java ", "ExecStart=" + java() + " "));

        Ended verified = end(Map.of(), List.of("systemd-analyze", "verify", "--man=no", file.toString()));
        assertThat(verified.output).isEmpty();
        assertThat(verified.status).isZero();
        Ended rated = end(
                Map.of(),
                List.of(
                        "systemd-analyze",
                        "security",
                        "--no-pager",
                        "--offline=true",
                        "--threshold=20",
                        file.toString()));
        assertThat(rated.status).as(rated.output).isZero();
    }

    private static boolean isOnPath(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private Ended by(List<String> shell, String... words) throws Exception {
        var command = new ArrayList<>(shell);
        command.addAll(List.of(words));
        return end(Map.of("STATUSMONITOR_CODE", TestPlatform.GOOD_CODE), command);
    }

    /** A runtime whose Java is the one of this test. */
    private byte[] runtime() throws Exception {
        Path bin = Files.createDirectories(folder.resolve("runtime/bin"));
        Path java = Files.writeString(bin.resolve("java"), "#!/bin/sh\nexec '" + java() + "' \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Process tar = new ProcessBuilder("tar", "-C", folder.resolve("runtime").toString(), "-czf", "-", ".").start();
        var bytes = new ByteArrayOutputStream();
        tar.getInputStream().transferTo(bytes);
        return bytes.toByteArray();
    }

    private static String system() throws IOException {
        String machine = new String(
                new ProcessBuilder("uname", "-sm").start().getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        boolean musl;
        try (Stream<Path> libraries = Files.list(Path.of("/lib").toRealPath())) {
            musl = libraries.anyMatch(file -> file.getFileName().toString().startsWith("ld-musl-"));
        } catch (IOException e) {
            musl = false;
        }
        return (machine.startsWith("Darwin") ? "macos" : musl ? "linux-musl" : "linux")
                + (machine.contains("x86_64") ? "-x64" : "-aarch64");
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private Path command() {
        return home.resolve("statusmonitor-agent");
    }

    private static List<String> command(String installer, String... options) {
        var command = new ArrayList<>(List.of("sh", installer));
        command.addAll(List.of(options));
        return command;
    }

    private Ended install(String... options) throws Exception {
        var all = new ArrayList<>(
                List.of("--platform", platform.uri().toString(), "--home", home.toString(), "--java", java()));
        all.addAll(List.of(options));
        return end(
                Map.of("STATUSMONITOR_CODE", TestPlatform.GOOD_CODE),
                command(installer.toString(), all.toArray(String[]::new)));
    }

    private Ended run(String word) throws Exception {
        return end(Map.of(), List.of(command().toString(), word));
    }

    private Process begin(String log, List<String> command) throws IOException {
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(log).toFile());
        builder.environment().put("STATUSMONITOR_CODE", TestPlatform.GOOD_CODE);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private Ended end(Map<String, String> environment, List<String> command) throws Exception {
        Path output = Files.createTempFile(folder, "said", ".txt");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        started.add(process);
        assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS))
                .as(Files.readString(output))
                .isTrue();
        return new Ended(process.exitValue(), Files.readString(output));
    }

    private List<Path> filesWith(String text) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> contains(file, text))
                    .toList();
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private record Ended(int status, String output) {}
}
