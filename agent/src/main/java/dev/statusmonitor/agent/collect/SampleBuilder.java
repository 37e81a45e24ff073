package dev.statusmonitor.agent.collect;

import dev.statusmonitor.contract.Metrics;
import dev.statusmonitor.contract.SeriesList;
import java.util.Arrays;
import java.util.List;

/**
 * Puts the values of one second together. What the platform would refuse (no number, out of range, one too many) is
 * left out, since it would cost the whole sample. The list of names is made anew only when the names have changed.
 */
final class SampleBuilder {
    private Series[] series = new Series[128];
    private double[] values = new double[128];
    private int size;
    private Series[] lastSeries = {};
    private SeriesList last = SeriesList.of(List.of());

    /** Begins a sample. */
    void clear() {
        size = 0;
    }

    /** Adds a value; NaN is no value. Rounded to what the metric can mean, which makes it short to write. */
    void add(Series of, double value) {
        if (!of.metric().inRange(value) || size == Metrics.MAX_VALUES) {
            return;
        }
        if (size == series.length) {
            series = Arrays.copyOf(series, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        series[size] = of;
        values[size++] = round(of, value);
    }

    /** Adds a whole value; negative is no value, but for metrics that can be. */
    void add(Series of, long value) {
        add(of, (double) value);
    }

    private static double round(Series of, double value) {
        double steps = of.metric().unit().equals("1") ? 1e5 : 1e3;
        return Math.abs(value) < 1e12 ? Math.rint(value * steps) / steps : Math.rint(value);
    }

    int size() {
        return size;
    }

    /** The names of what was added; the very same list as last time where they are the same. */
    SeriesList names() {
        boolean same = size == lastSeries.length;
        for (int i = 0; same && i < size; i++) {
            same = series[i] == lastSeries[i];
        }
        if (!same) {
            lastSeries = Arrays.copyOf(series, size);
            last = SeriesList.of(Arrays.stream(lastSeries).map(Series::name).toList());
        }
        return last;
    }

    /** The values of what was added, in the order of {@link #names}. */
    double[] values() {
        return Arrays.copyOf(values, size);
    }
}
