package dev.statusmonitor.embedded.influxdb;

import dev.statusmonitor.embedded.Credentials;
import dev.statusmonitor.embedded.StartFailure;
import dev.statusmonitor.embedded.file.OwnerOnly;
import dev.statusmonitor.embedded.process.ServerProcess;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** influxd as a process, on a data folder of its own and on loopback alone. */
public final class InstalledInfluxDb {
    private static final Duration READY = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /**
     * How much it gathers before it writes a file, in bytes. Of its own 25 MB each series has some seconds, and putting
     * such files together again and again costs more than all else (history-service's RATIONALE.md has the figures).
     */
    private static final String SNAPSHOT = Long.toString(128L << 20);
    /** It collects garbage when there is three times of what is in use, rather than twice. */
    private static final Map<String, String> ENVIRONMENT = Map.of("GOGC", "200");

    private InstalledInfluxDb() {}

    /**
     * How to start it.
     *
     * @param program influxd; {@link #find}
     * @param folder for its data, and for its log; made when missing
     * @param pidFile remembers its process
     * @param port on loopback
     * @param organisation that is made on the first start
     * @param token who may do all by it
     */
    public record Settings(Path program, Path folder, Path pidFile, int port, String organisation, String token) {
        public URI uri() {
            return URI.create("http://127.0.0.1:" + port);
        }

        /** Without the token. */
        @Override
        public String toString() {
            return "Settings[" + folder + ", " + port + "]";
        }
    }

    /** The program that INFLUXD names, the one on PATH, or the newest that was built for this machine. */
    public static Optional<Path> find() {
        String named = System.getenv("INFLUXD");
        if (named != null && !named.isBlank()) {
            return Optional.of(Path.of(named)).filter(Files::isExecutable);
        }
        return Arrays.stream(
                        Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .filter(entry -> !entry.isBlank())
                .map(entry -> Path.of(entry).resolve("influxd"))
                .filter(Files::isExecutable)
                .findFirst()
                .or(InstalledInfluxDb::built);
    }

    private static Optional<Path> built() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path folder = (cache == null || cache.isBlank()
                        ? Path.of(System.getProperty("user.home"), ".cache")
                        : Path.of(cache))
                .resolve("statusmonitor");
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("influxd-[0-9.]+"))
                    .filter(Files::isRegularFile)
                    .filter(Files::isExecutable)
                    .max(java.util.Comparator.naturalOrder());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Ends what a killed run left. */
    public static void stopLeftover(Settings settings) {
        ServerProcess.stopLeftover(place(settings));
    }

    /**
     * Starts it, sets it up where that was never done, and returns when it answers.
     *
     * @throws StartFailure with a sentence that says why it did not start
     */
    public static ServerProcess start(Settings settings) {
        try {
            OwnerOnly.createFolder(settings.folder);
        } catch (IOException e) {
            throw new StartFailure(
                    StartFailure.Reason.FOLDER_NOT_WRITABLE,
                    "InfluxDB's folder %s cannot be made: %s".formatted(settings.folder, e.getMessage()),
                    e);
        }
        ServerProcess process = ServerProcess.start(place(settings), command(settings), ENVIRONMENT)
                .awaitReady(() -> status("GET", settings.uri() + "/health", "") == 200, READY);
        int status = status("POST", settings.uri() + "/api/v2/setup", """
                {"username":"statusmonitor","password":"%s","org":"%s","bucket":"unused","token":"%s"}""".formatted(
                        Credentials.random("influxdb").password(), settings.organisation, settings.token));
        // 422: it was set up before.
        if (status != 201 && status != 422) {
            process.close();
            throw new StartFailure(
                    StartFailure.Reason.OTHER, "InfluxDB answered %d to being set up.".formatted(status), null);
        }
        return process;
    }

    private static ServerProcess.Place place(Settings settings) {
        return new ServerProcess.Place(
                "InfluxDB", settings.folder, settings.pidFile, settings.folder.resolve("log"), GRACE);
    }

    private static List<String> command(Settings settings) {
        return List.of(
                settings.program.toString(),
                "--bolt-path",
                settings.folder.resolve("bolt").toString(),
                "--sqlite-path",
                settings.folder.resolve("sqlite").toString(),
                "--engine-path",
                settings.folder.resolve("engine").toString(),
                "--http-bind-address",
                "127.0.0.1:" + settings.port,
                "--reporting-disabled",
                "--ui-disabled",
                "--pprof-disabled",
                "--hardening-enabled",
                "--storage-cache-snapshot-memory-size",
                SNAPSHOT,
                "--log-level",
                "warn");
    }

    private static int status(String method, String uri, String body) {
        try {
            return HTTP.send(
                            HttpRequest.newBuilder(URI.create(uri))
                                    .timeout(Duration.ofSeconds(20))
                                    .header("Content-Type", "application/json")
                                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }
}
