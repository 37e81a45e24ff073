package dev.statusmonitor.auth.enrol;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The command for Linux, in a real shell, with a platform that has a jar and a Java that says what it was told. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "it is the command for Linux")
final class CommandsIT {
    private static final byte[] JAR = "not really a jar".getBytes(StandardCharsets.US_ASCII);
    private static final String CODE = "abcde-fghjk-mnpqr-stvwx";

    @TempDir
    private Path folder;

    private HttpServer server;
    private volatile String sha256 = "";

    @BeforeEach
    void start() throws Exception {
        sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(JAR));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/agent/statusmonitor-agent.jar", exchange -> answer(exchange, JAR));
        server.createContext(
                "/agent/statusmonitor-agent.jar.sha256",
                exchange ->
                        answer(exchange, (sha256 + "  statusmonitor-agent.jar\n").getBytes(StandardCharsets.US_ASCII)));
        server.start();
        Path java = Files.createDirectories(folder.resolve("bin")).resolve("java");
        Files.writeString(
                java, "#!/bin/sh\necho \"code=$STATUSMONITOR_CODE in=$(pwd)\"\nfor a; do echo \"arg=$a\"; done\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Test
    void downloadsChecksAndRunsTheAgent() throws Exception {
        Path home = folder.resolve("a home");

        Ended ended = run(home, base());

        assertThat(ended.output)
                .contains("code=" + CODE + " in=" + home)
                .contains("arg=-jar\narg=statusmonitor-agent.jar\narg=--platform\narg=" + base() + "\n")
                .endsWith("arg=--identity\narg=" + home.resolve("identity") + "\n");
        assertThat(ended.status).isZero();
        assertThat(home.resolve("statusmonitor-agent.jar")).hasBinaryContent(JAR);
    }

    @Test
    void runsNothingThatIsNotWhatThePlatformSays() throws Exception {
        sha256 = "0".repeat(64);

        Ended ended = run(folder.resolve("home"), base());

        assertThat(ended.output).contains("The download is damaged").doesNotContain("arg=");
        assertThat(ended.status).isNotZero();
    }

    @Test
    void runsNothingWhereThereIsNoPlatform() throws Exception {
        String base = base();
        server.stop(0);

        Ended ended = run(folder.resolve("home"), base);

        assertThat(ended.output).contains("curl").doesNotContain("arg=");
        assertThat(ended.status).isNotZero();
    }

    private String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private Ended run(Path home, String base) throws Exception {
        Path output = folder.resolve("output");
        var builder = new ProcessBuilder("sh", "-c", Commands.of(base, CODE).linux())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("STATUSMONITOR_HOME", home.toString());
        builder.environment().merge("PATH", folder.resolve("bin").toString(), (old, first) -> first + ":" + old);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readString(output));
    }

    private record Ended(int status, String output) {}
}
