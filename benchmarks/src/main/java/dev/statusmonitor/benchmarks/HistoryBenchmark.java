package dev.statusmonitor.benchmarks;

import dev.statusmonitor.benchmarks.platform.CannotMeasureException;
import dev.statusmonitor.benchmarks.platform.Log;
import dev.statusmonitor.benchmarks.platform.Place;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the history's stores do with generated data. Each store in a process of its own, with the libraries of the
 * history: beside the endpoint that does nothing, Spring Boot would configure what it finds of them.
 */
final class HistoryBenchmark implements Benchmark {
    private static final Pattern LINE = Pattern.compile("(history\\.\\S+) (-?\\d+(?:\\.\\d+)?(?:E-?\\d+)?) (\\S+)");

    private final Place place;
    private final List<Bench.HistoryStore> stores;
    private final boolean longRun;

    /** @param longRun with more hosts */
    HistoryBenchmark(Place place, List<Bench.HistoryStore> stores, boolean longRun) {
        this.place = place;
        this.stores = stores;
        this.longRun = longRun;
    }

    @Override
    public void run(Figures figures) throws CannotMeasureException {
        CannotMeasureException failed = null;
        for (Bench.HistoryStore store : stores) {
            try {
                run(store.name().toLowerCase(Locale.ROOT), figures);
            } catch (CannotMeasureException e) {
                Log.say(String.valueOf(e.getMessage()));
                failed = e;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    private void run(String store, Figures figures) throws CannotMeasureException {
        Log.say("Measuring the history on " + store + ".");
        try {
            Path folder = Files.createDirectories(place.root().resolve(".build/bench"));
            Path work = Files.createTempDirectory(folder, "history-" + store);
            var builder = new ProcessBuilder(command(store, work)).redirectError(ProcessBuilder.Redirect.INHERIT);
            // Hours of samples are written within minutes here: InfluxDB puts them away as if they had gone by.
            builder.environment().put("INFLUXD_STORAGE_CACHE_SNAPSHOT_WRITE_COLD_DURATION", "20s");
            builder.environment().put("INFLUXD_STORAGE_COMPACT_FULL_WRITE_COLD_DURATION", "30s");
            Process process = builder.start();
            var end = new Thread(process::destroy);
            Runtime.getRuntime().addShutdownHook(end);
            try {
                BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    take(line, figures);
                }
                int code = process.waitFor();
                if (code != 0) {
                    throw new CannotMeasureException("the history on " + store + " was not measured to its end");
                }
            } finally {
                process.destroy();
                Runtime.getRuntime().removeShutdownHook(end);
            }
        } catch (IOException e) {
            throw new CannotMeasureException("the history could not be measured: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotMeasureException("interrupted", e);
        }
    }

    /** Passes a figure on; what is none goes to standard error. */
    static void take(String line, Figures figures) {
        Matcher figure = LINE.matcher(line);
        if (figure.matches()) {
            figures.print(figure.group(1), Double.parseDouble(figure.group(2)), figure.group(3));
        } else {
            Log.say(line);
        }
    }

    private List<String> command(String store, Path work) throws CannotMeasureException {
        Path libraries;
        try {
            Path self = Path.of(Bench.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            libraries = self.resolveSibling("../history").normalize();
        } catch (URISyntaxException e) {
            throw new CannotMeasureException("where the benchmarks are is not to be known", e);
        }
        if (!Files.isDirectory(libraries)) {
            throw new CannotMeasureException("the libraries of the history are not in " + libraries);
        }
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx1g",
                "-Dfile.encoding=UTF-8",
                "-Djava.awt.headless=true",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                // Not in a folder that may be kept in memory.
                "-Djava.io.tmpdir=" + work,
                "-Dlogback.configurationFile=dev/statusmonitor/benchmarks/history/logback.xml",
                "-cp",
                System.getProperty("java.class.path") + File.pathSeparator + libraries + "/*",
                "dev.statusmonitor.benchmarks.history.HistoryProcess",
                store,
                longRun ? "long" : "usual",
                work.toString());
    }
}
