package dev.statusmonitor.benchmarks.platform;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Prometheus' agent with its default collectors, on loopback, read once a second as a Prometheus would. */
public final class NodeExporter implements AutoCloseable {
    private final Process process;
    private final ScheduledExecutorService reader = Executors.newSingleThreadScheduledExecutor();
    private final HttpClient http = HttpClient.newHttpClient();

    private NodeExporter(Process process) {
        this.process = process;
    }

    /** Starts it; empty where it is not installed, which is said. */
    public static Optional<NodeExporter> start() throws CannotMeasureException {
        Optional<Path> program = find();
        if (program.isEmpty()) {
            Log.say("node_exporter is not installed (Debian: prometheus-node-exporter), so nothing stands beside.");
            return Optional.empty();
        }
        try {
            int port = Platform.freePort();
            Process process = new ProcessBuilder(program.get().toString(), "--web.listen-address=127.0.0.1:" + port)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            var exporter = new NodeExporter(process);
            exporter.read(URI.create("http://127.0.0.1:" + port + "/metrics"));
            return Optional.of(exporter);
        } catch (IOException e) {
            throw new CannotMeasureException("node_exporter could not be started: " + e.getMessage(), e);
        }
    }

    private static Optional<Path> find() {
        String path = System.getenv().getOrDefault("PATH", "");
        Stream<String> names = Stream.of("prometheus-node-exporter", "node_exporter");
        return names.flatMap(name -> Arrays.stream(path.split(":")).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private void read(URI metrics) throws CannotMeasureException {
        var request = HttpRequest.newBuilder(metrics)
                .timeout(Duration.ofSeconds(5))
                .header("Accept-Encoding", "gzip")
                .build();
        long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!isRead(request)) {
            if (System.nanoTime() > until) {
                close();
                throw new CannotMeasureException("node_exporter does not answer at " + metrics);
            }
            Platform.pause(Duration.ofMillis(100));
        }
        var _ = reader.scheduleAtFixedRate(() -> isRead(request), 1, 1, TimeUnit.SECONDS);
    }

    private boolean isRead(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    public ProcessHandle process() {
        return process.toHandle();
    }

    @Override
    public void close() {
        reader.shutdownNow();
        process.destroy();
    }
}
