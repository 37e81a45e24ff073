package dev.statusmonitor.history.store.questdb;

import dev.statusmonitor.contract.SeriesList;
import dev.statusmonitor.history.store.HostWindow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One host's window while it is being reckoned. Sums are kept with what rounding took from them (Neumaier's summation),
 * so that they do not depend on the order and come out as the decimal fractions that they are.
 */
final class WindowSums {
    private final SeenTimes seen = new SeenTimes();
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

    /** Adds a sample; one of the same time was there already where this changes nothing. */
    void addSample(long time, SeriesList list, double[] values) {
        if (seen.add(time)) {
            names(list);
            for (int i = 0; i < values.length; i++) {
                add(slots[i], values[i], values[i], values[i], 1);
            }
        }
    }

    /** Adds a window of the finer tier, its values as {@link WindowTable#values} has them. */
    void addWindow(SeriesList list, double[] values) {
        names(list);
        for (int i = 0; i < list.size(); i++) {
            int at = WindowTable.COLUMNS * i;
            add(slots[i], values[at], values[at + 1], values[at + 2], (long) values[at + 3]);
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
        slots = new int[list.size()];
        for (int i = 0; i < slots.length; i++) {
            String name = list.names().get(i);
            Integer slot = slotOf.putIfAbsent(name, names.size());
            if (slot == null) {
                slot = names.size();
                names.add(name);
            }
            slots[i] = slot;
        }
        if (counts.length < names.size()) {
            int size = names.size();
            mins = Arrays.copyOf(mins, size);
            maxs = Arrays.copyOf(maxs, size);
            sums = Arrays.copyOf(sums, size);
            lost = Arrays.copyOf(lost, size);
            counts = Arrays.copyOf(counts, size);
        }
        if (first == null) {
            first = list;
        }
        current = list;
    }

    /** The window; null where it has no value. */
    @Nullable HostWindow window(String host, long start) {
        if (first == null || names.isEmpty()) {
            return null;
        }
        var whole = new double[sums.length];
        for (int i = 0; i < whole.length; i++) {
            double sum = sums[i] + lost[i];
            // What is lost of a sum beyond all numbers is no number.
            whole[i] = Double.isFinite(sum) ? sum : sums[i];
        }
        SeriesList list = first.size() == names.size() ? first : SeriesList.of(names);
        return new HostWindow(host, start, list, mins, maxs, whole, counts);
    }
}
