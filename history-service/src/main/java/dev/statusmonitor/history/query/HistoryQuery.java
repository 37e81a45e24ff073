package dev.statusmonitor.history.query;

import dev.statusmonitor.contract.Metrics;
import dev.statusmonitor.contract.SeriesKey;
import dev.statusmonitor.history.store.Grid;
import dev.statusmonitor.history.store.SeriesWanted;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.TierRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A question about the past of one host or several, checked.
 *
 * @param tier where the answer comes from, but for its newest part
 * @param grid the buckets of the answer
 * @param wanted the series
 */
record HistoryQuery(Tier tier, Grid grid, SeriesWanted wanted) {
    static final int MAX_POINTS = 2_000;
    static final int DEFAULT_POINTS = 600;
    static final int MAX_METRICS = 50;
    private static final Duration NEWEST = Duration.ofMinutes(5);
    static final Duration MAX_RANGE = Duration.ofDays(365);

    /**
     * Checks a question.
     *
     * @param metrics metric names and whole series names
     * @param start see {@link TimeText}
     * @param stop the same; null is now
     * @param points how many buckets at most; null is {@value #DEFAULT_POINTS}
     * @throws BadQueryException where it cannot be answered, with a sentence for whoever asked
     */
    static HistoryQuery of(
            List<String> metrics, @Nullable String start, @Nullable String stop, @Nullable String points, Instant now) {
        if (start == null) {
            throw new BadQueryException("start is missing. Right is, for example, start=-5m.");
        }
        long from = TimeText.parse("start", start, now);
        long until = stop == null ? now.toEpochMilli() : TimeText.parse("stop", stop, now);
        if (from >= until) {
            throw new BadQueryException("start must lie before stop.");
        }
        if (from >= now.toEpochMilli()) {
            throw new BadQueryException("start lies in the future.");
        }
        until = Math.min(until, now.toEpochMilli());
        if (until - from > MAX_RANGE.toMillis()) {
            throw new BadQueryException("A range has at most 365 days.");
        }
        int most = points(points);
        Tier tier = tier(from, until, most, now.toEpochMilli());
        return new HistoryQuery(tier, grid(from, until, most, tier), wanted(metrics));
    }

    /**
     * The coarsest tier that still gives the points, and goes back far enough; where the one excludes the other, going
     * back counts.
     */
    static Tier tier(long start, long stop, int points, long now) {
        long step = Math.ceilDiv(stop - start, points);
        Tier chosen = Tier.RAW;
        for (Tier tier : Tier.values()) {
            boolean fineEnough = tier.step() <= step;
            boolean finerEndsBefore = start < now - chosen.shown().toMillis();
            if (tier != Tier.RAW && (fineEnough || finerEndsBefore)) {
                chosen = tier;
            }
        }
        return chosen;
    }

    /** Whether a bucket can have more than one value, so that its smallest and largest say something. */
    boolean extremes() {
        return tier != Tier.RAW || grid.step() > tier.step();
    }

    /**
     * What is to be read: of each tier what it has, and what it does not have yet of the next finer one, down to the
     * newest sample. The last minutes are always read as samples: what comes a little late is in no window yet.
     *
     * @param until up to when each tier is whole
     * @param now Unix time in milliseconds
     */
    List<TierRange> ranges(ToLongFunction<Tier> until, long now) {
        var ranges = new ArrayList<TierRange>();
        long from = grid.start();
        for (Tier each : List.of(Tier.values()).reversed()) {
            if (each == Tier.RAW || each.step() > tier.step()) {
                continue;
            }
            long settled = Math.min(until.applyAsLong(each), each.window(now - NEWEST.toMillis()));
            long stop = Math.min(grid.stop(), settled);
            if (stop > from) {
                ranges.add(new TierRange(each, from, stop));
                from = stop;
            }
        }
        if (grid.stop() > from) {
            ranges.add(new TierRange(Tier.RAW, from, grid.stop()));
        }
        return ranges;
    }

    /**
     * The buckets of a range: as few milliseconds each as {@code points} allows, in whole steps of the tier, beginning
     * at multiples of the step since 1970, so that a moving range does not shift the values from bucket to bucket.
     * Where that makes one bucket too many, it is the oldest, which is not whole, that is left out.
     */
    static Grid grid(long start, long stop, int points, Tier tier) {
        long step = Math.ceilDiv(Math.ceilDiv(stop - start, points), tier.step()) * tier.step();
        long last = Math.ceilDiv(stop, step);
        int size = (int) Math.min(points, last - Math.floorDiv(start, step));
        return new Grid((last - size) * step, step, size);
    }

    private static int points(@Nullable String text) {
        if (text == null) {
            return DEFAULT_POINTS;
        }
        if (text.matches("\\d{1,4}")) {
            int points = Integer.parseInt(text);
            if (points >= 1 && points <= MAX_POINTS) {
                return points;
            }
        }
        throw new BadQueryException("points is a whole number from 1 to " + MAX_POINTS + ".");
    }

    private static SeriesWanted wanted(List<String> metrics) {
        if (metrics.isEmpty()) {
            throw new BadQueryException("metric is missing. Right is, for example, metric=system.cpu.utilization.");
        }
        if (metrics.size() > MAX_METRICS) {
            throw new BadQueryException("At most " + MAX_METRICS + " metrics can be asked for at once.");
        }
        var keys = new LinkedHashSet<SeriesKey>();
        for (String text : metrics) {
            keys.add(key(text));
        }
        return new SeriesWanted(keys);
    }

    private static SeriesKey key(String text) {
        SeriesKey key;
        try {
            key = SeriesKey.parse(text);
        } catch (IllegalArgumentException e) {
            throw new BadQueryException("A metric cannot be read: " + e.getMessage() + ".");
        }
        var metric = Metrics.find(key.metric())
                .orElseThrow(() -> new BadQueryException("There is no metric " + key.metric() + "."));
        for (String attribute : key.attributes().keySet()) {
            if (!metric.attributes().contains(attribute)) {
                throw new BadQueryException("The metric " + metric.name() + " has no attribute " + attribute + ".");
            }
        }
        return key;
    }
}
