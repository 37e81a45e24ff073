package dev.statusmonitor.history.query;

import dev.statusmonitor.history.store.SeriesBuckets;
import dev.statusmonitor.history.store.TieredStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code GET /api/v1/hosts/{id}/metrics} does once the request is let in, for whoever has a store and no server:
 * benchmarks and tests. Safe for use by several threads.
 */
public final class HistoryAnswers implements AutoCloseable {
    private static final int CONCURRENCY = 6;
    private static final int WAITING = 64;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_VALUES = 400_000;

    private final Clock clock;
    private final QueryPool pool;
    private final Histories histories;

    /** Bounds are those of the service where nobody configures them. */
    public HistoryAnswers(TieredStore store, Clock clock) {
        var settings = new QuerySettings(CONCURRENCY, WAITING, TIMEOUT, MAX_VALUES);
        this.clock = clock;
        this.pool = new QueryPool(settings);
        this.histories = new Histories(store, pool, settings, clock, new SimpleMeterRegistry());
    }

    /**
     * Writes the answer for one metric, from a time until now, in as many points as the service gives by itself.
     *
     * @param start as the route takes it, {@code -5m}
     * @return how many points have a value, all series together
     * @throws dev.statusmonitor.starter.problem.ProblemException where the route would answer a problem
     */
    public int json(String host, String metric, String start, OutputStream out) {
        return json(host, List.of(metric), start, null, null, out);
    }

    /**
     * The same for all that can be asked for.
     *
     * @param metrics as the route takes them, like {@code start}, {@code stop} and {@code points}; null is left out
     */
    public int json(
            String host,
            List<String> metrics,
            @Nullable String start,
            @Nullable String stop,
            @Nullable String points,
            OutputStream out) {
        HistoryQuery query = Histories.query(metrics, start, stop, points, clock.instant());
        SeriesBuckets answer = histories.range(List.of(host), query).getFirst();
        HistoryJson.metrics(out, host, query, answer);
        int count = 0;
        for (SeriesBuckets.Series series : answer.series()) {
            for (int i = 0; i < answer.grid().size(); i++) {
                count += series.count(i) > 0 ? 1 : 0;
            }
        }
        return count;
    }

    /** Ends before the store is closed. */
    @Override
    public void close() {
        pool.close();
    }
}
