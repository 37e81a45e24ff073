package dev.statusmonitor.history.store;

import dev.statusmonitor.contract.SeriesList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Values of several series of one host, reduced to buckets: how many there were, their sum, the smallest and the
 * largest. Any store and any tier pours into it, row by row or already reduced; so one answer can come from several
 * tiers. Not safe for use by several threads.
 */
public final class SeriesBuckets {
    /** How many series a bare metric name gives at most. */
    public static final int MAX_SERIES_OF_METRIC = 64;

    private static final int MAX_LEFT_OUT_NAMES = 10_000;

    private final Grid grid;
    private final SeriesWanted wanted;
    private final boolean extremes;
    private final int maxValues;
    private final @Nullable PhaseLock lock;
    private final List<Series> series = new ArrayList<>();
    private final Map<String, Integer> slots = new HashMap<>();
    private final Map<String, Integer> ofMetric = new HashMap<>();
    private final Map<String, Set<String>> leftOut = new TreeMap<>();

    /**
     * @param extremes whether the smallest and the largest of each bucket are kept; not worth their memory where a
     *     bucket has one value
     * @param maxValues how many buckets all series together may have
     */
    public SeriesBuckets(Grid grid, SeriesWanted wanted, boolean extremes, int maxValues) {
        this.grid = grid;
        this.wanted = wanted;
        this.extremes = extremes;
        this.maxValues = maxValues;
        this.lock = PhaseLock.of(grid);
    }

    public Grid grid() {
        return grid;
    }

    /** Which series are wanted. */
    public SeriesWanted wanted() {
        return wanted;
    }

    /**
     * Which values of samples with these names are wanted; good for as long as this object is.
     *
     * @throws AnswerTooLargeException where there are too many
     */
    public Columns columns(SeriesList names) {
        var positions = new int[names.size()];
        var columnSlots = new int[names.size()];
        int count = 0;
        for (int i = 0; i < names.size(); i++) {
            int slot = slot(names.names().get(i));
            if (slot >= 0) {
                positions[count] = i;
                columnSlots[count++] = slot;
            }
        }
        return new Columns(Arrays.copyOf(positions, count), Arrays.copyOf(columnSlots, count));
    }

    /**
     * Where the values of one series go, or -1 where it is not wanted.
     *
     * @throws AnswerTooLargeException where there are too many
     */
    public int slot(String name) {
        Integer known = slots.get(name);
        if (known == null) {
            known = newSlot(name);
            slots.put(name, known);
        }
        return known;
    }

    private int newSlot(String name) {
        if (!wanted.byName(name)) {
            String metric = SeriesWanted.metricOf(name);
            if (!wanted.byMetric(metric)) {
                return -1;
            }
            if (ofMetric.merge(metric, 1, Integer::sum) > MAX_SERIES_OF_METRIC) {
                Set<String> names = leftOut.computeIfAbsent(metric, m -> new HashSet<>());
                if (names.size() < MAX_LEFT_OUT_NAMES) {
                    names.add(name);
                }
                return -1;
            }
        }
        if ((series.size() + 1L) * grid.size() > maxValues) {
            throw new AnswerTooLargeException(maxValues);
        }
        series.add(new Series(name, grid.size(), extremes));
        return series.size() - 1;
    }

    /** The bucket of one sample, or -1 where it lies outside of the range. Samples come about in the order of time. */
    public int bucket(long timestamp) {
        if (lock == null || timestamp < grid.start() || timestamp >= grid.stop()) {
            return grid.bucket(timestamp);
        }
        return lock.bucket(timestamp);
    }

    /** Adds one value. */
    public void add(int slot, int bucket, double value) {
        series.get(slot).add(bucket, value, value, value, 1);
    }

    /** Adds what was already reduced. */
    public void add(int slot, int bucket, double min, double max, double sum, int count) {
        if (count > 0) {
            series.get(slot).add(bucket, min, max, sum, count);
        }
    }

    /** The series that were found, by metric and name. */
    public List<Series> series() {
        return series.stream().sorted(Comparator.comparing(Series::name)).toList();
    }

    /** How many series of a metric are not shown, for metrics that have more than {@value #MAX_SERIES_OF_METRIC}. */
    public Map<String, Integer> leftOut() {
        var counts = new TreeMap<String, Integer>();
        leftOut.forEach((metric, names) -> counts.put(metric, names.size()));
        return counts;
    }

    /**
     * The wanted ones among the values of a sample.
     *
     * @param positions where they stand in the sample, ascending; not to be changed
     * @param slots where they go, in the same order; not to be changed
     */
    public record Columns(int[] positions, int[] slots) {}

    /** One series of the answer. */
    public static final class Series {
        private final String name;
        private final int[] counts;
        private final double[] sums;
        private final double @Nullable [] mins;
        private final double @Nullable [] maxs;

        Series(String name, int size, boolean extremes) {
            this.name = name;
            this.counts = new int[size];
            this.sums = new double[size];
            this.mins = extremes ? new double[size] : null;
            this.maxs = extremes ? new double[size] : null;
        }

        private void add(int bucket, double min, double max, double sum, int count) {
            boolean first = counts[bucket] == 0;
            counts[bucket] += count;
            sums[bucket] = first ? sum : sums[bucket] + sum;
            if (mins != null && maxs != null) {
                mins[bucket] = first ? min : Math.min(mins[bucket], min);
                maxs[bucket] = first ? max : Math.max(maxs[bucket], max);
            }
        }

        /** The canonical name. */
        public String name() {
            return name;
        }

        /** How many values a bucket has. */
        public int count(int bucket) {
            return counts[bucket];
        }

        /** The mean of a bucket's values, NaN where it has none. */
        public double mean(int bucket) {
            return counts[bucket] == 0 ? Double.NaN : sums[bucket] / counts[bucket];
        }

        /** Whether {@link #min} and {@link #max} are there. */
        public boolean hasExtremes() {
            return mins != null;
        }

        /** The smallest of a bucket's values, NaN where it has none. */
        public double min(int bucket) {
            return mins == null || counts[bucket] == 0 ? Double.NaN : mins[bucket];
        }

        /** The largest of a bucket's values, NaN where it has none. */
        public double max(int bucket) {
            return maxs == null || counts[bucket] == 0 ? Double.NaN : maxs[bucket];
        }
    }
}
