package dev.statusmonitor.benchmarks;

import dev.statusmonitor.benchmarks.load.Latencies;
import dev.statusmonitor.benchmarks.load.SimulatedHost;
import dev.statusmonitor.benchmarks.load.SinglePost;
import dev.statusmonitor.benchmarks.platform.Account;
import dev.statusmonitor.benchmarks.platform.CannotMeasureException;
import dev.statusmonitor.benchmarks.platform.Enrolment;
import dev.statusmonitor.benchmarks.platform.Log;
import dev.statusmonitor.benchmarks.platform.Place;
import dev.statusmonitor.benchmarks.platform.Platform;
import dev.statusmonitor.benchmarks.platform.Viewer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** From an agent's POST to the WebSocket frame at a browser, at one host. */
final class LiveBenchmark implements Benchmark {
    private static final int WARM_UP = 100;
    /** Under the rate that a host may post at. */
    private static final int PAUSE_MILLIS = 220;

    private final Place place;
    private final int samples;

    LiveBenchmark(Place place, int samples) {
        this.place = place;
        this.samples = samples;
    }

    @Override
    public void run(Figures figures) throws CannotMeasureException {
        try (Platform platform = Platform.start(place, "--no-agent")) {
            Account account = Account.setUp(platform);
            SimulatedHost host = new Enrolment(account).enrol(0, 1).getFirst();
            Log.say("Sending %d samples.".formatted(WARM_UP + samples));
            try (Viewer viewer = Viewer.of(account, host.id());
                    var agent = new SinglePost(platform.address(), host)) {
                Latencies latencies = measure(viewer, agent);
                figures.print("live.p50", latencies.millis(0.5), "ms");
                figures.print("live.p99", latencies.millis(0.99), "ms");
            } catch (IOException e) {
                throw new CannotMeasureException("a sample could not be sent: " + e.getMessage(), e);
            }
        }
    }

    private Latencies measure(Viewer viewer, SinglePost agent) throws IOException, CannotMeasureException {
        var latencies = new Latencies();
        for (int i = 0; i < WARM_UP + samples; i++) {
            // At no fixed distance, so that nothing that happens at intervals is always met or always missed.
            Platform.pause(
                    Duration.ofMillis(PAUSE_MILLIS + ThreadLocalRandom.current().nextInt(50)));
            long timestamp = System.currentTimeMillis();
            CompletableFuture<Long> arrival = viewer.arrival(timestamp);
            long sent = System.nanoTime();
            agent.post(timestamp, i);
            try {
                long latency = arrival.get(10, TimeUnit.SECONDS) - sent;
                if (i >= WARM_UP) {
                    latencies.add(latency);
                }
            } catch (ExecutionException | TimeoutException e) {
                throw new CannotMeasureException("sample " + i + " was sent and never pushed", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CannotMeasureException("interrupted", e);
            }
            if (i % 50 == 0) {
                viewer.ping();
            }
        }
        Log.say("%d frames, the slowest after %.1f ms.".formatted(latencies.count(), latencies.maxMillis()));
        return latencies;
    }
}
