package dev.statusmonitor.benchmarks;

import dev.statusmonitor.alerts.evaluate.Evaluator;
import dev.statusmonitor.alerts.evaluate.HostFacts;
import dev.statusmonitor.alerts.evaluate.Rule;
import dev.statusmonitor.alerts.evaluate.Scope;
import dev.statusmonitor.alerts.evaluate.Severity;
import dev.statusmonitor.alerts.evaluate.Transition;
import dev.statusmonitor.alerts.evaluate.Wanted;
import dev.statusmonitor.benchmarks.load.AgentBody;
import dev.statusmonitor.benchmarks.load.Latencies;
import dev.statusmonitor.benchmarks.load.Load;
import dev.statusmonitor.benchmarks.load.LoadResult;
import dev.statusmonitor.benchmarks.load.SimulatedHost;
import dev.statusmonitor.benchmarks.load.SinglePost;
import dev.statusmonitor.benchmarks.platform.Account;
import dev.statusmonitor.benchmarks.platform.BotSink;
import dev.statusmonitor.benchmarks.platform.CannotMeasureException;
import dev.statusmonitor.benchmarks.platform.Enrolment;
import dev.statusmonitor.benchmarks.platform.Log;
import dev.statusmonitor.benchmarks.platform.Place;
import dev.statusmonitor.benchmarks.platform.Platform;
import dev.statusmonitor.contract.Metrics;
import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.contract.SeriesList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * From a POST to the Bot API's call, among hosts that all send each second and have ten rules each; and the evaluation
 * by itself on one core. Messages to one chat are not gathered here, so that each is the first of its chat.
 */
final class AlertsBenchmark implements Benchmark {
    private static final String HOT = "hw.temperature";
    private static final int WARM_UP = 50;

    /** In which a process that has just started compiles what each sample of a thousand hosts passes through. */
    private static final Duration SETTLING = Duration.ofMinutes(1);

    private static final int PAUSE_MILLIS = 60;
    private static final int RULES = 10;
    private static final int CORE_HOSTS = 1_000;

    /** Metrics of which no value can be beyond their largest. */
    private static final List<String> NEVER = List.of(
            Metrics.CPU_TOTAL,
            Metrics.MEMORY_UTILIZATION,
            Metrics.FILESYSTEM_UTILIZATION,
            Metrics.PAGING_UTILIZATION,
            Metrics.DISK_BUSY,
            Metrics.LOAD_1M,
            Metrics.LOAD_5M,
            Metrics.UPTIME,
            Metrics.PROCESSES);

    private final Place place;
    private final int hosts;
    private final int samples;

    AlertsBenchmark(Place place, int hosts, int samples) {
        this.place = place;
        this.hosts = hosts;
        this.samples = Math.min(samples, Math.max(1, hosts - WARM_UP));
    }

    @Override
    public void run(Figures figures) throws CannotMeasureException {
        try (BotSink bot = BotSink.start();
                Platform platform = Platform.start(place, bot.environment(), "--no-agent")) {
            Account account = Account.setUp(platform);
            wish(account);
            bot.link(account);
            List<SimulatedHost> simulated = new Enrolment(account).enrol(0, hosts);
            Latencies latencies = measure(platform, bot, simulated);
            figures.print("alerts.p50", latencies.millis(0.5), "ms");
            figures.print("alerts.p99", latencies.millis(0.99), "ms");
        } catch (IOException e) {
            throw new CannotMeasureException("a sample could not be sent: " + e.getMessage(), e);
        }
        core(figures);
    }

    private static void wish(Account account) throws CannotMeasureException {
        for (var rule : account.get("/api/v1/alerts/rules").path("rules")) {
            account.patch("/api/v1/alerts/rules/" + rule.path("id").asString(), Map.of("paused", true));
        }
        for (String metric : NEVER) {
            double most = Metrics.find(metric).orElseThrow().max();
            account.post("/api/v1/alerts/rules", Map.of("name", metric, "metric", metric, "threshold", most));
        }
        account.post("/api/v1/alerts/rules", Map.of("name", "hot", "metric", HOT, "threshold", 400));
    }

    private Latencies measure(Platform platform, BotSink bot, List<SimulatedHost> simulated)
            throws IOException, CannotMeasureException {
        var latencies = new Latencies();
        int count = Math.min(WARM_UP + samples, simulated.size());
        var duration = SETTLING.plusMillis(count * (PAUSE_MILLIS + 10L) + 5_000);
        Log.say("Sending %d hosts for %d s, and %d samples that fire.".formatted(hosts, duration.toSeconds(), count));
        try (var load = new Load(platform.address(), simulated)) {
            CompletableFuture<LoadResult> background = CompletableFuture.supplyAsync(() -> {
                try {
                    return load.steady(duration);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            Platform.pause(SETTLING);
            for (int i = 0; i < count; i++) {
                Platform.pause(Duration.ofMillis(
                        PAUSE_MILLIS - 10 + ThreadLocalRandom.current().nextInt(20)));
                SimulatedHost host = simulated.get(i);
                // Newer than what the load has just sent of this host.
                byte[] body = ("{\"schema\":1,\"timestamp\":" + (System.currentTimeMillis() + 1_000)
                                + ",\"metrics\":{\"" + HOT + "{hw.id=bench}\":500}}")
                        .getBytes(StandardCharsets.UTF_8);
                CompletableFuture<Long> arrival = bot.arrival("hot on bench-" + host.number() + "<");
                try (var agent = new SinglePost(platform.address(), host)) {
                    long sent = System.nanoTime();
                    agent.post(body);
                    long latency = arrival.get(20, TimeUnit.SECONDS) - sent;
                    if (i >= WARM_UP) {
                        latencies.add(latency);
                    }
                }
            }
            LoadResult result = background.get(2, TimeUnit.MINUTES);
            Log.say("%s; %d messages, the slowest after %.1f ms."
                    .formatted(result, latencies.count(), latencies.maxMillis()));
        } catch (ExecutionException | TimeoutException e) {
            throw new CannotMeasureException("a sample that fires led to no message", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotMeasureException("interrupted", e);
        }
        return latencies;
    }

    /** Without Kafka and database: decoded samples of many hosts, as they follow each other. */
    private static void core(Figures figures) {
        Log.say("Evaluating %d rules on %d hosts in this process.".formatted(RULES, CORE_HOSTS));
        var facts = new HashMap<String, HostFacts>();
        var rules = new ArrayList<Rule>();
        for (int i = 0; i < RULES; i++) {
            String metric = NEVER.get(i % NEVER.size());
            rules.add(new Rule(
                    "r" + i,
                    "a",
                    "r" + i,
                    Rule.Kind.METRIC,
                    metric,
                    Rule.Direction.ABOVE,
                    Metrics.find(metric).orElseThrow().max(),
                    Metrics.find(metric).orElseThrow().max(),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    null,
                    Severity.WARNING,
                    Scope.ALL,
                    false,
                    1,
                    1));
        }
        SeriesList series = SeriesList.of(AgentBody.of(0).series());
        var values = new double[series.size()];
        Arrays.fill(values, 0.5);
        for (int i = 0; i < CORE_HOSTS; i++) {
            facts.put("h" + i, new HostFacts("h" + i, "a", "h" + i, List.of(), true));
        }
        long before = usedMemory();
        var evaluator = new Evaluator(facts::get, () -> "i");
        evaluator.want(new Wanted(Map.of("a", rules), List.of(), Set.of()));
        var out = new ArrayList<Transition>();
        List<String> ids = List.copyOf(facts.keySet());
        long second = 0;
        long began = 0;
        long counted = 0;
        for (; second < 20 || System.nanoTime() - began < TimeUnit.SECONDS.toNanos(5); second++) {
            if (second == 20) {
                double each = (usedMemory() - before) / (double) (CORE_HOSTS * RULES);
                figures.print("alerts.memory", Math.max(0, each), "B a rule and host");
                began = System.nanoTime();
                counted = evaluator.evaluations();
            } else if (second < 20) {
                began = System.nanoTime();
            }
            var sample = new Sample(1, second * 1_000, series, values);
            for (String id : ids) {
                evaluator.take(id, sample, second * 1_000, true, out);
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        figures.print("alerts.evaluations", (evaluator.evaluations() - counted) / seconds, "evaluations/s");
    }

    private static long usedMemory() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
