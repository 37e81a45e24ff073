package dev.statusmonitor.benchmarks;

import dev.statusmonitor.benchmarks.load.Load;
import dev.statusmonitor.benchmarks.load.LoadResult;
import dev.statusmonitor.benchmarks.load.SimulatedHost;
import dev.statusmonitor.benchmarks.platform.Account;
import dev.statusmonitor.benchmarks.platform.CannotMeasureException;
import dev.statusmonitor.benchmarks.platform.Enrolment;
import dev.statusmonitor.benchmarks.platform.Log;
import dev.statusmonitor.benchmarks.platform.Place;
import dev.statusmonitor.benchmarks.platform.Platform;
import dev.statusmonitor.benchmarks.platform.Usage;
import dev.statusmonitor.contract.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a sample costs, the more hosts there are: processor time of the whole platform by the samples that it took, and
 * the growth from one number of hosts to the next. With services apart, what each part takes of it.
 */
final class ScaleBenchmark implements Benchmark {
    private static final List<Integer> STEPS = List.of(100, 1_000, 5_000);
    /** What a step is compared with. */
    private static final int GROWN_FROM = 1_000;

    private static final int GROWN_TO = 5_000;
    /** Before anything is measured the code that a sample runs through is compiled. */
    private static final int WARM_UP_HOSTS = 1_000;

    private static final Duration WARM_UP = Duration.ofSeconds(90);
    /** Each step goes on for so long before it counts. */
    private static final Duration LEAD = Duration.ofSeconds(20);

    /** Where the broker keeps them, a folder a partition. */
    private static final String SAMPLES = "kafka/" + Topics.METRICS_SAMPLES + "-";

    private final Place place;
    private final Duration window;

    ScaleBenchmark(Place place, Duration window) {
        this.place = place;
        this.window = window;
    }

    @Override
    public void run(Figures figures) throws CannotMeasureException {
        try (var running = new Running(Platform.start(place, "--no-agent"))) {
            running.send(WARM_UP_HOSTS, WARM_UP);
            var costs = new HashMap<Integer, Double>();
            for (int count : STEPS) {
                double cost = running.cost(count);
                costs.put(count, cost);
                figures.print("scale." + count + ".cpu", cost, "us");
            }
            figures.print(
                    "scale.growth",
                    costs.getOrDefault(GROWN_TO, Double.NaN) / costs.getOrDefault(GROWN_FROM, 1.0),
                    "ratio");
            figures.print("scale.request", running.requestBytes(), "By");
        }
    }

    /** What each part of the platform takes where they are processes of their own. */
    void runApart(Figures figures, int count) throws CannotMeasureException {
        try (var running = new Running(Platform.start(place, "--no-agent"))) {
            running.send(count, WARM_UP.multipliedBy(2));
            running.send(count, LEAD);
            Map<String, Duration> before = running.cpu();
            long bytes = running.platform.bytes(SAMPLES);
            long samples = running.send(count, window);
            new TreeMap<>(running.cpu())
                    .forEach((part, cpu) -> figures.print(
                            "scale." + part + ".cpu",
                            cpu.minus(before.getOrDefault(part, Duration.ZERO)).toNanos() / 1e3 / samples,
                            "us"));
            figures.print("scale.kafka.disk", (double) (running.platform.bytes(SAMPLES) - bytes) / samples, "By");
            for (var part : running.platform.parts().entrySet()) {
                figures.print("scale." + part.getKey() + ".rss", Usage.residentMiB(part.getValue()), "MB");
            }
        }
    }

    private final class Running implements AutoCloseable {
        final Platform platform;
        private final Enrolment enrolment;
        private final List<SimulatedHost> hosts = new ArrayList<>();

        Running(Platform platform) throws CannotMeasureException {
            this.platform = platform;
            this.enrolment = new Enrolment(Account.setUp(platform));
        }

        /** Processor time in microseconds that the whole platform takes for a sample of so many hosts. */
        double cost(int count) throws CannotMeasureException {
            send(count, LEAD);
            Duration before = Usage.cpu(platform.processes());
            long samples = send(count, window);
            double cost = Usage.cpu(platform.processes()).minus(before).toNanos() / 1e3 / samples;
            Log.say("%d hosts: %d samples.".formatted(count, samples));
            return cost;
        }

        Map<String, Duration> cpu() throws CannotMeasureException {
            var cpu = new HashMap<String, Duration>();
            platform.parts().forEach((part, processes) -> cpu.put(part, Usage.cpu(processes)));
            return cpu;
        }

        /** @return how many samples were acknowledged */
        long send(int count, Duration time) throws CannotMeasureException {
            if (hosts.size() < count) {
                hosts.addAll(enrolment.enrol(hosts.size(), count - hosts.size()));
            }
            try (var load = new Load(platform.address(), hosts.subList(0, count))) {
                LoadResult result = load.steady(time);
                if (result.acknowledged() == 0) {
                    throw new CannotMeasureException("no sample was taken: " + result);
                }
                return result.acknowledged();
            } catch (IOException e) {
                throw new CannotMeasureException("the load could not be sent: " + e.getMessage(), e);
            }
        }

        double requestBytes() {
            return hosts.stream()
                    .mapToInt(SimulatedHost::requestBytes)
                    .average()
                    .orElseThrow();
        }

        @Override
        public void close() throws CannotMeasureException {
            platform.close();
        }
    }
}
