package dev.statusmonitor.benchmarks;

import dev.statusmonitor.benchmarks.platform.Account;
import dev.statusmonitor.benchmarks.platform.CannotMeasureException;
import dev.statusmonitor.benchmarks.platform.Log;
import dev.statusmonitor.benchmarks.platform.Place;
import dev.statusmonitor.benchmarks.platform.Platform;
import dev.statusmonitor.benchmarks.platform.Usage;
import java.time.Duration;
import java.util.List;

/**
 * What the platform takes with this machine as its one host and nobody looking: all processes, its agent too. Until its
 * code is compiled it takes up to half as much again, so it is left alone for ten minutes before.
 */
final class IdleBenchmark implements Benchmark {
    private static final Duration SETTLE = Duration.ofMinutes(10);

    private final Place place;
    private final Duration window;

    IdleBenchmark(Place place, Duration window) {
        this.place = place;
        this.window = window;
    }

    @Override
    public void run(Figures figures) throws CannotMeasureException {
        try (Platform platform = Platform.start(place)) {
            Account.setUp(platform);
            Log.say("Waiting %d s for it to settle.".formatted(SETTLE.toSeconds()));
            Platform.pause(SETTLE);
            List<ProcessHandle> processes = platform.processes();
            if (processes.size() < 3) {
                throw new CannotMeasureException("the platform, its cache and its agent are three processes, and only "
                        + processes.size() + " run");
            }
            Duration before = Usage.cpu(processes);
            long began = System.nanoTime();
            Log.say("Measuring %d processes for %d s.".formatted(processes.size(), window.toSeconds()));
            Platform.pause(window);
            double seconds = (System.nanoTime() - began) / 1e9;
            double cpu = Usage.cpu(processes).minus(before).toNanos() / 1e9;
            figures.print("idle.rss", Usage.residentMiB(processes), "MB");
            figures.print("idle.cpu", 100 * cpu / seconds, "%");
        }
    }
}
