package dev.statusmonitor.auth.enrol;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The command for Linux, in a real shell, with a platform whose installer says what it was told. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "it is the command for Linux")
final class CommandsIT {
    private static final String CODE = "abcde-fghjk-mnpqr-stvwx";
    private static final String INSTALLER = """
            echo "code=$STATUSMONITOR_CODE"
            for a; do echo "arg=$a"; done
            tr '\\0' ' ' </proc/$$/cmdline | grep -c abcde
            echo "file=$0"
            exit 7
            """;

    @TempDir
    private Path folder;

    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/agent/install.sh", exchange -> {
            byte[] body = INSTALLER.getBytes(StandardCharsets.US_ASCII);
            try (exchange) {
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void downloadsTheInstallerAndRunsItWithTheCodeInItsEnvironment() throws Exception {
        Ended ended = run(base());

        assertThat(ended.output)
                .startsWith("code=" + CODE + "\narg=--platform\narg=" + base() + "\n0\nfile=" + folder)
                .doesNotContain("arg=" + CODE);
        assertThat(ended.status).isEqualTo(7);
        assertThat(files()).as("what it downloaded is gone").containsExactly("output");
    }

    @Test
    void runsNothingWhereThereIsNoPlatform() throws Exception {
        String base = base();
        server.stop(0);

        Ended ended = run(base);

        assertThat(ended.output).contains("curl").doesNotContain("arg=");
        assertThat(ended.status).isNotZero();
        assertThat(files()).containsExactly("output");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private Ended run(String base) throws Exception {
        Path output = folder.resolve("output");
        var builder = new ProcessBuilder("sh", "-c", Commands.of(base, CODE).linux())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("TMPDIR", folder.toString());
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readString(output));
    }

    private record Ended(int status, String output) {}
}
