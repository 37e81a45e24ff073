package dev.statusmonitor.testservers;

import dev.statusmonitor.embedded.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A real InfluxDB 2: the program that INFLUXD names or PATH has; else in Docker where the image is there already; else
 * the program that {@code ./statusmonitor test} built for this machine. {@link #get} is the one that all integration
 * tests of a JVM share; tests that kill it {@link #start} one of their own. One line on standard output says which.
 */
public final class TestInfluxDb implements AutoCloseable {
    /** Of the image, and of what {@code influxd/go.mod} builds. */
    static final String VERSION = "2.7.12";

    /** As docs/configuration.md says that an InfluxDB is to be started. */
    static final List<String> OPTIONS = List.of(
            "--hardening-enabled",
            "--reporting-disabled",
            "--ui-disabled",
            "--pprof-disabled",
            "--log-level",
            "warn",
            // So that a test sees within seconds that what is too old goes.
            "--storage-retention-check-interval",
            "10s");

    private static final Duration READY = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final InfluxServer server;
    private final String token;

    private TestInfluxDb(InfluxServer server, String token) {
        this.server = server;
        this.token = token;
    }

    private static final class Holder {
        static final TestInfluxDb INSTANCE = start();
    }

    private static final class Found {
        static final Optional<Supplier<InfluxServer>> SERVER = find();
    }

    /** Whether there is one. In continuous integration there has to be: {@link #get} then says what is missing. */
    public static boolean isMissing() {
        return Found.SERVER.isEmpty() && !"true".equals(System.getenv("CI"));
    }

    /** The shared server; started on the first call. */
    public static TestInfluxDb get() {
        return Holder.INSTANCE;
    }

    /** A server for one test, which closes it. */
    public static TestInfluxDb start() {
        InfluxServer server = Found.SERVER
                .orElseThrow(() -> new IllegalStateException("The tests need InfluxDB: run ./statusmonitor test"
                        + " integration, which builds it, or set INFLUXD, or fetch the Docker image influxdb:"
                        + VERSION + "."))
                .get();
        AtEnd.close(server);
        String token = Credentials.random("tests").password();
        try {
            server.start();
            post(
                    server.uri().resolve("/api/v2/setup"),
                    "{\"username\":\"tests\",\"password\":\"%s\",\"org\":\"tests\",\"bucket\":\"unused\",\"token\":\"%s\"}"
                            .formatted(Credentials.random("tests").password(), token));
        } catch (IOException e) {
            throw new UncheckedIOException("InfluxDB did not start", e);
        }
        System.out.println("TestInfluxDb: " + server.description());
        return new TestInfluxDb(server, token);
    }

    private static Optional<Supplier<InfluxServer>> find() {
        Optional<Path> program = InstalledInfluxDb.find();
        if (program.isEmpty() && DockerInfluxDb.imageIsHere()) {
            return Optional.of(DockerInfluxDb::new);
        }
        return program.or(InstalledInfluxDb::findBuilt)
                .map(path -> () -> new InstalledInfluxDb(path, TestFolder.of(Unique.name("influxdb"))));
    }

    /** Its address. */
    public URI uri() {
        return server.uri();
    }

    /** Who may do all. */
    public String token() {
        return token;
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() throws IOException {
        server.kill();
    }

    /** Starts it again on what it had. */
    public void restart() throws IOException {
        server.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    static void awaitHealth(URI uri, BooleanSupplier alive) throws IOException {
        long deadline = System.nanoTime() + READY.toNanos();
        while (true) {
            try {
                HttpResponse<Void> answer = HTTP.send(
                        HttpRequest.newBuilder(uri.resolve("/health"))
                                .timeout(Duration.ofSeconds(5))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
                if (answer.statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // Not yet.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
            if (System.nanoTime() > deadline || !alive.getAsBoolean()) {
                throw new IOException("InfluxDB at " + uri + " did not get ready");
            }
            pause();
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static void post(URI uri, String body) throws IOException {
        var request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new IOException("InfluxDB answered " + answer.statusCode() + " to " + uri.getPath());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
