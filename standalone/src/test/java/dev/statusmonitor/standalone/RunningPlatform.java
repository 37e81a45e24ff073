package dev.statusmonitor.standalone;

import dev.statusmonitor.embedded.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The platform as the launcher runs it: the build's own jars and options, in a process of its own. */
final class RunningPlatform implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration STOP = Duration.ofMinutes(2);
    private static final Path APP = Path.of("target", "app").toAbsolutePath();

    final int port;
    final Path data;
    final Process process;
    private final Path output;
    private final Map<String, String> environment;
    private final HttpClient http = HttpClient.newHttpClient();

    private RunningPlatform(int port, Path data, Process process, Path output, Map<String, String> environment) {
        this.port = port;
        this.data = data;
        this.process = process;
        this.output = output;
        this.environment = environment;
    }

    /** What a command that has ended left. */
    record Ended(int code, String output) {}

    static RunningPlatform up(Path temp, String... options) throws IOException {
        return upWith(temp, Map.of(), options);
    }

    /** With more in its environment. */
    static RunningPlatform upWith(Path temp, Map<String, String> more, String... options) throws IOException {
        int port = FreePorts.pick();
        Path data = temp.resolve("data");
        Path output = Files.createTempFile(temp, "up", ".out");
        var arguments = new ArrayList<>(List.of("up", "--port", Integer.toString(port), "--data", data.toString()));
        arguments.addAll(List.of(options));
        var environment = new HashMap<>(environment(temp));
        environment.putAll(more);
        Process process = java(output, environment, "dev.statusmonitor.standalone.StatusMonitor", arguments);
        var platform = new RunningPlatform(port, data, process, output, environment);
        try {
            Awaitility.await()
                    .atMost(START)
                    .failFast("the platform ended", () -> !process.isAlive())
                    .until(() -> platform.output().contains("Ctrl-C"));
        } catch (RuntimeException e) {
            process.destroyForcibly();
            throw new IllegalStateException("It said:\n" + platform.output(), e);
        }
        return platform;
    }

    /** Runs {@code up} where it refuses. */
    static Ended refused(Path temp, String... options) throws IOException, InterruptedException {
        Path output = Files.createTempFile(temp, "up", ".out");
        var arguments = new ArrayList<>(List.of("up"));
        arguments.addAll(List.of(options));
        return end(java(output, environment(temp), "dev.statusmonitor.standalone.StatusMonitor", arguments), output);
    }

    /** The management files of tests do not go where the user's are. */
    private static Map<String, String> environment(Path temp) {
        return Map.of("XDG_RUNTIME_DIR", temp.toString());
    }

    Ended doctor(String... options) throws IOException, InterruptedException {
        Path answer = Files.createTempFile(output.getParent(), "doctor", ".out");
        var arguments = new ArrayList<>(List.of("--url", uri("").toString()));
        arguments.addAll(List.of(options));
        return end(java(answer, environment, "dev.statusmonitor.standalone.doctor.Doctor", arguments), answer);
    }

    Ended admin(String... arguments) throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--url", uri("").toString()));
        return administer(all);
    }

    /** Its stores are named as on the command line. */
    Ended copyHistory(String from, String to) throws IOException, InterruptedException {
        return administer(List.of("copy-history", "--from", from, "--to", to, "--data", data.toString()));
    }

    private Ended administer(List<String> arguments) throws IOException, InterruptedException {
        Path answer = Files.createTempFile(output.getParent(), "admin", ".out");
        return end(java(answer, environment, "dev.statusmonitor.standalone.admin.Admin", arguments), answer);
    }

    private static Ended end(Process process, Path output) throws IOException, InterruptedException {
        if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("It does not end. It said:\n" + Files.readString(output));
        }
        return new Ended(process.exitValue(), Files.readString(output));
    }

    private static Process java(Path output, Map<String, String> environment, String main, List<String> arguments)
            throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options());
        command.add(main);
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Where the launcher has a build of these sources already, that one: its cache lets it start faster. */
    private static List<String> options() {
        String built = System.getenv("STATUSMONITOR_APP");
        if (built == null) {
            return List.of("@" + APP.resolve("jvm.options"), "-cp", APP.resolve("lib") + "/*");
        }
        Path cache = Path.of(built, "start.aot");
        var options = new ArrayList<>(List.of("@" + Path.of(built, "java.options")));
        if (Files.exists(cache)) {
            options.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=error"));
        }
        String more = System.getenv("STATUSMONITOR_JAVA_OPTIONS");
        if (more != null) {
            options.addAll(List.of(more.split(" ")));
        }
        return options;
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    /** The process id that a part's file names. */
    long pid(String file) throws IOException {
        return Long.parseLong(Files.readString(data.resolve(file)).split(" ", 2)[0]);
    }

    /** Ctrl-C, more or less; gives the exit code. */
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("It does not stop. It said:\n" + output());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        http.close();
        if (process.isAlive()) {
            try {
                stop();
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
