package dev.statusmonitor.history.query;

import dev.statusmonitor.contract.ProblemTypes;
import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.history.store.AnswerTooLargeException;
import dev.statusmonitor.history.store.Deadline;
import dev.statusmonitor.history.store.SampleCount;
import dev.statusmonitor.history.store.SampleReader;
import dev.statusmonitor.history.store.SeriesBuckets;
import dev.statusmonitor.history.store.StorageUsage;
import dev.statusmonitor.history.store.StoreException;
import dev.statusmonitor.history.store.TierRange;
import dev.statusmonitor.history.store.TieredStore;
import dev.statusmonitor.history.store.TookTooLongException;
import dev.statusmonitor.starter.problem.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;

/** Asks the store, within bounds, and says what kept it from answering as a problem detail. */
final class Histories {
    private static final Logger log = LoggerFactory.getLogger(Histories.class);

    private final TieredStore store;
    private final SampleReader reader;
    private final QueryPool pool;
    private final QuerySettings settings;
    private final Clock clock;
    private final MeterRegistry meters;

    Histories(TieredStore store, QueryPool pool, QuerySettings settings, Clock clock, MeterRegistry meters) {
        this.store = store;
        this.reader = store.reader();
        this.pool = pool;
        this.settings = settings;
        this.clock = clock;
        this.meters = meters;
    }

    /**
     * Checks a question, see {@link HistoryQuery#of}.
     *
     * @throws ProblemException 400 where it cannot be answered
     */
    static HistoryQuery query(
            List<String> metrics, @Nullable String start, @Nullable String stop, @Nullable String points, Instant now) {
        try {
            return HistoryQuery.of(metrics, start, stop, points, now);
        } catch (BadQueryException e) {
            throw badRequest(String.valueOf(e.getMessage()));
        }
    }

    /** What is wrong with a request, said to whoever sent it. */
    static ProblemException badRequest(String detail) {
        return new ProblemException(HttpStatus.BAD_REQUEST, ProblemTypes.BAD_REQUEST, detail);
    }

    /** The answer of each host, in their order. */
    List<SeriesBuckets> range(List<String> hosts, HistoryQuery query) {
        return ask("range", deadline -> {
            var answers = new ArrayList<SeriesBuckets>();
            List<TierRange> ranges = query.ranges(store.rollUp()::until, clock.millis());
            int left = settings.maxValues();
            for (String host : hosts) {
                var buckets = new SeriesBuckets(query.grid(), query.wanted(), query.extremes(), left);
                for (TierRange range : ranges) {
                    reader.read(host, range, buckets, deadline);
                }
                left -= buckets.series().size() * query.grid().size();
                answers.add(buckets);
            }
            return answers;
        });
    }

    /** How much room the store takes. */
    StorageUsage usage() {
        return ask("usage", deadline -> store.usage());
    }

    Optional<Sample> newest(String host) {
        return ask("latest", deadline -> reader.newest(host, deadline));
    }

    SampleCount count(String host, long start, long stop) {
        return ask("count", deadline -> reader.count(host, start, stop, deadline));
    }

    private <T> T ask(String kind, Function<Deadline, T> question) {
        Timer.Sample timing = Timer.start(meters);
        String outcome = "failed";
        try {
            T answer = pool.run(question);
            outcome = "answered";
            return answer;
        } catch (QueryPool.BusyException e) {
            outcome = "busy";
            throw ProblemException.unavailable(
                    "Too many questions about history are being answered. Ask again in a moment.",
                    Duration.ofSeconds(1));
        } catch (TookTooLongException e) {
            outcome = "slow";
            throw ProblemException.unavailable(
                    "The history took too long to read. Ask for a shorter range or fewer metrics, or again later.",
                    Duration.ofSeconds(5));
        } catch (AnswerTooLargeException e) {
            outcome = "refused";
            throw badRequest("The answer would have more than " + settings.maxValues()
                    + " values. Ask for fewer metrics, single series, or fewer points.");
        } catch (StoreException e) {
            log.atWarn().setCause(e).log("a question about history could not be answered");
            throw ProblemException.unavailable(
                    "The history cannot be read right now. Ask again in a moment.", Duration.ofSeconds(5));
        } finally {
            timing.stop(Timer.builder("statusmonitor.history.queries")
                    .tag("kind", kind)
                    .tag("outcome", outcome)
                    .register(meters));
        }
    }
}
