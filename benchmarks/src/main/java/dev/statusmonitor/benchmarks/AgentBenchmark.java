package dev.statusmonitor.benchmarks;

import dev.statusmonitor.benchmarks.platform.Account;
import dev.statusmonitor.benchmarks.platform.CannotMeasureException;
import dev.statusmonitor.benchmarks.platform.Certificate;
import dev.statusmonitor.benchmarks.platform.InstalledAgent;
import dev.statusmonitor.benchmarks.platform.Log;
import dev.statusmonitor.benchmarks.platform.NodeExporter;
import dev.statusmonitor.benchmarks.platform.Place;
import dev.statusmonitor.benchmarks.platform.Platform;
import dev.statusmonitor.benchmarks.platform.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an agent takes of a host: installed by the platform's installer, over TLS, at a sample a second; as it is by
 * default, and with everything on. Beside the first, where it is installed, node_exporter, read once a second.
 */
final class AgentBenchmark implements Benchmark {
    private static final Duration SETTLE = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    /** Lines of the settings file that turn on what is off by default. */
    private static final List<String> EVERYTHING = List.of("collect=all");

    private final Place place;
    private final Duration window;

    AgentBenchmark(Place place, Duration window) {
        this.place = place;
        this.window = window;
    }

    @Override
    public void run(Figures figures) throws CannotMeasureException {
        try {
            Path folder = Files.createTempDirectory("statusmonitor-agent-");
            try {
                run(figures, folder);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new CannotMeasureException("no folder could be made for it: " + e.getMessage(), e);
        }
    }

    private void run(Figures figures, Path folder) throws CannotMeasureException {
        Certificate certificate = Certificate.make(folder);
        try (Platform platform = Platform.startWithTls(place, certificate, "--no-agent")) {
            Account account = Account.setUp(platform);
            Optional<NodeExporter> exporter = NodeExporter.start();
            try (InstalledAgent agent =
                    InstalledAgent.start(platform, account, certificate, folder.resolve("default"), List.of())) {
                var watched = new ArrayList<Watched>();
                watched.add(new Watched("agent", agent.process()));
                exporter.ifPresent(found -> watched.add(new Watched("node-exporter", found.process())));
                measure(watched);
                for (Watched each : watched) {
                    figures.print(each.name + ".cpu", each.cpu, "%");
                    figures.print(each.name + ".rss", each.rss, "MB");
                    if (each.name.equals("agent")) {
                        figures.print("agent.pss", each.pss, "MB");
                    }
                }
            } finally {
                exporter.ifPresent(NodeExporter::close);
            }
            try (InstalledAgent agent =
                    InstalledAgent.start(platform, account, certificate, folder.resolve("full"), EVERYTHING)) {
                var full = new Watched("agent.full", agent.process());
                measure(List.of(full));
                figures.print("agent.full.cpu", full.cpu, "%");
                figures.print("agent.full.rss", full.rss, "MB");
            }
        }
    }

    /** All of them over the same time. */
    private void measure(List<Watched> watched) throws CannotMeasureException {
        Log.say("Waiting %d s for it to settle.".formatted(SETTLE.toSeconds()));
        Platform.pause(SETTLE);
        Log.say("Measuring for %d s.".formatted(window.toSeconds()));
        watched.forEach(Watched::begin);
        long until = System.nanoTime() + window.toNanos();
        do {
            Platform.pause(LOOK_EVERY);
            for (Watched each : watched) {
                each.look();
            }
        } while (System.nanoTime() < until);
        watched.forEach(Watched::end);
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            Log.say("Could not delete " + folder + ": " + e);
        }
    }

    /** A process, and what it used: CPU in percent of one core; memory in MiB, the mean of several looks. */
    private static final class Watched {
        private final String name;
        private final ProcessHandle process;
        private Duration before = Duration.ZERO;
        private long began;
        private int looks;
        private double cpu;
        private double rss;
        private double pss;

        Watched(String name, ProcessHandle process) {
            this.name = name;
            this.process = process;
        }

        void begin() {
            before = Usage.cpu(List.of(process));
            began = System.nanoTime();
        }

        void look() throws CannotMeasureException {
            if (!process.isAlive()) {
                throw new CannotMeasureException(name + " has ended meanwhile");
            }
            looks++;
            rss += (Usage.residentMiB(List.of(process)) - rss) / looks;
            pss += (Usage.proportionalMiB(process) - pss) / looks;
        }

        void end() {
            Duration used = Usage.cpu(List.of(process)).minus(before);
            cpu = 100.0 * used.toNanos() / (System.nanoTime() - began);
        }
    }
}
