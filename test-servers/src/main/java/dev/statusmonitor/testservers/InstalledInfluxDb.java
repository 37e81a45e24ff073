package dev.statusmonitor.testservers;

import dev.statusmonitor.embedded.FreePorts;
import dev.statusmonitor.embedded.process.PidFile;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** influxd as a process, on a data folder of its own and on loopback alone. */
final class InstalledInfluxDb implements InfluxServer {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Path program;
    private final Path folder;
    private final int port = FreePorts.pick();
    private @Nullable Process process;

    InstalledInfluxDb(Path program, Path folder) {
        this.program = program;
        this.folder = folder;
    }

    /** The program that INFLUXD names, or the one on PATH. */
    static Optional<Path> find() {
        String named = System.getenv("INFLUXD");
        if (named != null && !named.isBlank()) {
            if (!Files.isExecutable(Path.of(named))) {
                throw new IllegalStateException("INFLUXD is " + named + ", which is no program.");
            }
            return Optional.of(Path.of(named));
        }
        return Arrays.stream(
                        Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .filter(entry -> !entry.isBlank())
                .map(entry -> Path.of(entry).resolve("influxd"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The program that {@code ./statusmonitor test} built for this machine. */
    static Optional<Path> findBuilt() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path folder =
                cache == null || cache.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return Stream.of(folder.resolve("statusmonitor").resolve("influxd-" + TestInfluxDb.VERSION))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Override
    public String description() {
        return program + ", port " + port;
    }

    @Override
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public void start() throws IOException {
        Process started = new ProcessBuilder(Stream.concat(
                                Stream.of(
                                        program.toString(),
                                        "--bolt-path",
                                        folder.resolve("bolt").toString(),
                                        "--sqlite-path",
                                        folder.resolve("sqlite").toString(),
                                        "--engine-path",
                                        folder.resolve("engine").toString(),
                                        "--http-bind-address",
                                        "127.0.0.1:" + port),
                                TestInfluxDb.OPTIONS.stream())
                        .toList())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
        process = started;
        started.getOutputStream().close();
        new PidFile(folder.resolve("influxd.pid")).write(started);
        TestInfluxDb.awaitHealth(uri(), started::isAlive);
    }

    @Override
    public void kill() throws IOException {
        end(true);
    }

    @Override
    public void close() throws IOException {
        end(false);
    }

    private void end(boolean hard) throws IOException {
        Process running = process;
        if (running == null) {
            return;
        }
        try {
            if (hard) {
                running.destroyForcibly();
            } else {
                running.destroy();
            }
            if (!running.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS)) {
                running.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while influxd ended", e);
        }
        process = null;
    }
}
