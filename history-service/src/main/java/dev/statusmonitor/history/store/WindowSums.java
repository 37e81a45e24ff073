package dev.statusmonitor.history.store;

import dev.statusmonitor.contract.SeriesList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One host's window while it is being reckoned. Sums are kept with what rounding took from them (Neumaier's summation),
 * so that they do not depend on the order and come out as the decimal fractions that they are. Not safe for use by several
 * threads.
 */
public final class WindowSums {
    private static final int COLUMNS = 4;

    private @Nullable SeriesList first;
    private @Nullable SeriesList current;
    private int[] slots = {};
    private final Map<String, Integer> slotOf = new HashMap<>();
    private final List<String> names = new ArrayList<>();

    private double[] mins = {};
    private double[] maxs = {};
    private double[] sums = {};
    private double[] lost = {};
    private long[] counts = {};

    /** Adds a sample that was not added before. */
    public void addSample(SeriesList list, double[] values) {
        names(list);
        for (int i = 0; i < values.length; i++) {
            add(slots[i], values[i], values[i], values[i], 1);
        }
    }

    /**
     * Adds a window of the finer tier.
     *
     * @param values of each series the smallest, the largest, the sum and the count
     */
    public void addWindow(SeriesList list, double[] values) {
        names(list);
        for (int i = 0; i < list.size(); i++) {
            int at = COLUMNS * i;
            add(slots[i], values[at], values[at + 1], values[at + 2], (long) values[at + 3]);
        }
    }

    /** Adds a window of the finer tier. */
    public void addWindow(HostWindow window) {
        names(window.series());
        for (int i = 0; i < window.series().size(); i++) {
            add(slots[i], window.mins()[i], window.maxs()[i], window.sums()[i], window.counts()[i]);
        }
    }

    private void add(int slot, double min, double max, double sum, long count) {
        if (counts[slot] == 0) {
            mins[slot] = min;
            maxs[slot] = max;
            sums[slot] = sum;
        } else {
            mins[slot] = Math.min(mins[slot], min);
            maxs[slot] = Math.max(maxs[slot], max);
            double before = sums[slot];
            double after = before + sum;
            lost[slot] += Math.abs(before) >= Math.abs(sum) ? (before - after) + sum : (sum - after) + before;
            sums[slot] = after;
        }
        counts[slot] += count;
    }

    private void names(SeriesList list) {
        if (current != null && list.equals(current)) {
            return;
        }
        if (first == null) {
            // Nearly every window has this one alone.
            first = list;
            slots = IntStream.range(0, list.size()).toArray();
            grow(list.size());
        } else {
            if (names.isEmpty()) {
                first.names().forEach(this::slot);
            }
            slots = list.names().stream().mapToInt(this::slot).toArray();
            grow(names.size());
        }
        current = list;
    }

    private int slot(String name) {
        Integer known = slotOf.putIfAbsent(name, names.size());
        if (known != null) {
            return known;
        }
        names.add(name);
        return names.size() - 1;
    }

    private void grow(int size) {
        if (counts.length < size) {
            mins = Arrays.copyOf(mins, size);
            maxs = Arrays.copyOf(maxs, size);
            sums = Arrays.copyOf(sums, size);
            lost = Arrays.copyOf(lost, size);
            counts = Arrays.copyOf(counts, size);
        }
    }

    /** The window; null where it has no value. */
    public @Nullable HostWindow window(String host, long start) {
        if (first == null || counts.length == 0) {
            return null;
        }
        var whole = new double[sums.length];
        for (int i = 0; i < whole.length; i++) {
            double sum = sums[i] + lost[i];
            // What is lost of a sum beyond all numbers is no number.
            whole[i] = Double.isFinite(sum) ? sum : sums[i];
        }
        SeriesList list = first.size() == counts.length ? first : SeriesList.of(names);
        return new HostWindow(host, start, list, mins, maxs, whole, counts);
    }
}
