package dev.statusmonitor.history.store;

import dev.statusmonitor.contract.SeriesList;
import java.util.List;

/**
 * What one host measured within one window, reduced. The arrays are in the order of {@code series} and not to be
 * changed.
 *
 * @param host the host's id, opaque text
 * @param start where the window begins, Unix time in milliseconds
 * @param series the names
 * @param mins the smallest value of each
 * @param maxs the largest
 * @param sums their sum; divided by the count it is their mean
 * @param counts how many there were, at least one
 */
public record HostWindow(
        String host, long start, SeriesList series, double[] mins, double[] maxs, double[] sums, long[] counts) {
    public HostWindow {
        int size = series.size();
        if (mins.length != size || maxs.length != size || sums.length != size || counts.length != size) {
            throw new IllegalArgumentException("a window of " + size + " series with other numbers of values");
        }
    }

    /** A window of samples that had no values. */
    public static HostWindow empty(String host, long start) {
        return new HostWindow(
                host, start, SeriesList.of(List.of()), new double[0], new double[0], new double[0], new long[0]);
    }
}
