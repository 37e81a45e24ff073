package dev.statusmonitor.benchmarks;

import dev.statusmonitor.benchmarks.platform.CannotMeasureException;
import dev.statusmonitor.benchmarks.platform.Log;
import dev.statusmonitor.benchmarks.platform.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Prints the figures that this project claims, one bare line each on standard output; what goes on is told on standard
 * error. Exits by 0 also where a goal is missed, and by 1 only where something could not be measured.
 */
@Command(
        name = "bench",
        description =
                "Measures: start, idle, ingest, live, alerts, page, history, auth-calls, agent; all of them unless some"
                        + " are named.",
        mixinStandardHelpOptions = true)
public final class Bench implements java.util.concurrent.Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "what to measure")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description =
                    "how long idle, ingest, page, auth-calls and agent look, instead of 60, 300, 30, 600 and 120 seconds")
    private int seconds;

    @Option(
            names = "--hosts",
            paramLabel = "N",
            description =
                    "ingest: this many hosts, instead of looking for the highest number; alerts, auth-calls: instead"
                            + " of 1,000; scale --apart: of 500")
    private int hosts;

    @Option(
            names = "--most",
            paramLabel = "N",
            defaultValue = "12000",
            description = "ingest: look no further than this many hosts (${DEFAULT-VALUE})")
    private int most = 12_000;

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "400",
            description = "live, alerts: how many samples are sent (${DEFAULT-VALUE})")
    private int samples = 400;

    @Option(
            names = "--store",
            paramLabel = "NAME",
            description =
                    "history: questdb, influxdb or cassandra alone; with --apart: influxdb, which it is by itself, or cassandra")
    private @Nullable HistoryStore store;

    @Option(names = "--long", description = "history: 100 hosts instead of 20")
    private boolean longRun;

    @Option(
            names = "--apart",
            description = "ingest, live: once more on services apart, two processes of each, beside the one process;"
                    + " scale: what each part takes there")
    private boolean apart;

    private final Place place = Place.of(System.getenv());

    /** @param args as {@code ./statusmonitor bench} takes them */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        Map<String, Benchmark> all = new LinkedHashMap<>();
        all.put("start", new StartBenchmark(place));
        all.put("idle", new IdleBenchmark(place, window(60)));
        all.put("ingest", new IngestBenchmark(place, window(300), hosts, most));
        all.put("live", new LiveBenchmark(place, samples));
        all.put("alerts", new AlertsBenchmark(place, hosts > 0 ? hosts : 1_000, samples));
        all.put("page", new PageBenchmark(place, window(30)));
        all.put(
                "history",
                new HistoryBenchmark(place, store == null ? List.of(HistoryStore.values()) : List.of(store), longRun));
        all.put("auth-calls", new AuthCallsBenchmark(place, window(600), hosts > 0 ? hosts : 1_000));
        all.put("agent", new AgentBenchmark(place, window(120)));
        all.put("scale", new ScaleBenchmark(place, window(60)));
        if (apart) {
            Place separate = place.apart((store == null ? HistoryStore.influxdb : store).name());
            Benchmark ingest = new IngestBenchmark(place, window(300), hosts, most);
            Benchmark live = new LiveBenchmark(place, samples);
            all.put("ingest", figures -> {
                ingest.run(figures);
                new IngestBenchmark(separate, window(300), hosts, most).run(figures.of("apart."));
            });
            all.put("live", figures -> {
                live.run(figures);
                new LiveBenchmark(separate, samples).run(figures.of("apart."));
            });
            all.put(
                    "scale",
                    figures -> new ScaleBenchmark(separate, window(60))
                            .runApart(figures.of("apart."), hosts > 0 ? hosts : 500));
        }
        List<String> wanted = names.isEmpty() ? List.copyOf(all.keySet()) : names;
        for (String name : wanted) {
            if (!all.containsKey(name)) {
                Log.say("There is no benchmark '" + name + "'; there are " + String.join(", ", all.keySet()) + ".");
                return 2;
            }
        }
        var figures = new Figures(System.out);
        boolean complete = true;
        for (String name : wanted) {
            try {
                Log.say("Measuring " + name + ".");
                java.util.Objects.requireNonNull(all.get(name)).run(figures);
            } catch (CannotMeasureException e) {
                Log.say(name + " could not be measured: " + e.getMessage());
                complete = false;
            }
        }
        Path file = figures.keep(place.root().resolve(".build").resolve("bench"), Instant.now());
        Log.say("Kept in " + file);
        return complete ? 0 : 1;
    }

    /** The stores as {@code --store} names them. */
    enum HistoryStore {
        questdb,
        influxdb,
        cassandra
    }

    private Duration window(int usual) {
        return Duration.ofSeconds(seconds > 0 ? seconds : usual);
    }
}
