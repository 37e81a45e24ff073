package dev.statusmonitor.history.store;

import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.contract.SeriesKey;
import dev.statusmonitor.contract.SeriesList;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Samples for tests. */
public final class TestSamples {
    private TestSamples() {}

    /** A sample of one host. */
    public static HostSample sample(String host, long timestamp, Map<String, Double> values) {
        var sorted = new TreeMap<>(values);
        return new HostSample(
                host,
                new Sample(
                        Sample.SCHEMA,
                        timestamp,
                        SeriesList.of(List.copyOf(sorted.keySet())),
                        sorted.values().stream()
                                .mapToDouble(Double::doubleValue)
                                .toArray()));
    }

    /** A grid of one-second buckets. */
    public static Grid seconds(long start, int size) {
        return new Grid(start, 1_000, size);
    }

    /** Empty buckets for these metrics or series. */
    public static SeriesBuckets buckets(Grid grid, String... wanted) {
        var keys = new ArrayList<SeriesKey>();
        for (String each : wanted) {
            keys.add(SeriesKey.parse(each));
        }
        return new SeriesBuckets(grid, new SeriesWanted(keys), true, 10_000_000);
    }

    /** The whole of the grid, out of the samples. */
    public static TierRange raw(SeriesBuckets buckets) {
        return new TierRange(Tier.RAW, buckets.grid().start(), buckets.grid().stop());
    }

    /** The means of a series, NaN where there is none. */
    public static double[] means(SeriesBuckets buckets, String name) {
        for (SeriesBuckets.Series series : buckets.series()) {
            if (series.name().equals(name)) {
                var means = new double[buckets.grid().size()];
                for (int i = 0; i < means.length; i++) {
                    means[i] = series.mean(i);
                }
                return means;
            }
        }
        throw new AssertionError("no series " + name);
    }

    /** Enough time for everything. */
    public static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(60));
    }

    /** A clock that a test sets. */
    public static final class SetClock extends Clock {
        private volatile Instant now;

        public SetClock(Instant now) {
            this.now = now;
        }

        public void set(Instant instant) {
            now = instant;
        }

        public void advance(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new AssertionError("of no use here");
        }
    }
}
