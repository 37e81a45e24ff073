package dev.statusmonitor.history.store.questdb;

import io.questdb.std.LongHashSet;
import java.util.Arrays;

/** The timestamps of one host that a read has come across. Cheap as long as they come in the order of time. */
final class SeenTimes {
    private long[] ordered = new long[64];
    private int size;
    private final LongHashSet others = new LongHashSet();

    /** Whether this one is new. */
    boolean add(long time) {
        if (size == 0 || time > ordered[size - 1]) {
            if (size == ordered.length) {
                ordered = Arrays.copyOf(ordered, 2 * size);
            }
            ordered[size++] = time;
            return true;
        }
        return Arrays.binarySearch(ordered, 0, size, time) < 0 && others.add(time);
    }
}
