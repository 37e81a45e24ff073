package dev.statusmonitor.benchmarks.platform;

import dev.statusmonitor.benchmarks.load.AgentBody;
import dev.statusmonitor.benchmarks.load.Load;
import dev.statusmonitor.benchmarks.load.SimulatedHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;

/** What the platform has stored, as its history route tells it. */
public final class Store {
    /** The most points that one question may ask for. */
    private static final int POINTS = 1_800;

    private static final int AT_ONCE = 3;

    private final Account account;

    public Store(Account account) {
        this.account = account;
    }

    /**
     * How many acknowledged samples of a load are not stored as they were sent. Waits for what is still on its way.
     *
     * @param patience how long the store may take to catch up
     */
    public long missing(Load load, List<SimulatedHost> hosts, Duration patience) throws CannotMeasureException {
        long until = System.nanoTime() + patience.toNanos();
        long missing = 0;
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            var counting = new ArrayList<Future<Long>>();
            for (SimulatedHost host : hosts) {
                counting.add(threads.submit(() -> missing(load, host, until)));
            }
            for (Future<Long> each : counting) {
                missing += each.get();
            }
        } catch (ExecutionException e) {
            throw new CannotMeasureException("what is stored could not be read: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotMeasureException("interrupted", e);
        }
        return missing;
    }

    private long missing(Load load, SimulatedHost host, long until) throws CannotMeasureException {
        while (true) {
            long missing = missingNow(load, host);
            if (missing == 0 || System.nanoTime() > until) {
                return missing;
            }
            Platform.pause(Duration.ofMillis(500));
        }
    }

    /** Whether the store has everything of this host that was acknowledged. */
    public long missingNow(Load load, SimulatedHost host) throws CannotMeasureException {
        BitSet acknowledged = host.acknowledged();
        long missing = 0;
        for (int from = 0; from < acknowledged.length(); from += POINTS) {
            int to = Math.min(acknowledged.length(), from + POINTS);
            // Whole seconds, so that each sample has a bucket of its own.
            long start = Math.floorDiv(load.timestamp(host, from), 1_000) * 1_000;
            long stop = start + (to - from) * 1_000L;
            JsonNode history = account.get("/api/v1/hosts/" + host.id() + "/metrics?metric=system.uptime&start=" + start
                    + "&stop=" + stop + "&points=" + (to - from));
            if (history.path("step").asInt() != 1) {
                throw new CannotMeasureException("the history answered in steps of "
                        + history.path("step").asString() + " s instead of 1");
            }
            missing += missing(history, start, from, to, acknowledged);
        }
        return missing;
    }

    private static long missing(JsonNode history, long start, int from, int to, BitSet acknowledged) {
        JsonNode times = history.path("times");
        JsonNode values = history.path("series").path(0).path("mean");
        int first = times.isEmpty() ? 0 : (int) ((times.get(0).asLong() - start) / 1_000);
        long missing = 0;
        for (int second = from; second < to; second++) {
            if (acknowledged.get(second)) {
                JsonNode value = values.path(second - from - first);
                if (!value.isNumber() || value.asDouble() != AgentBody.uptime(second)) {
                    missing++;
                }
            }
        }
        return missing;
    }
}
