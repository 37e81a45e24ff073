package dev.statusmonitor.gateway.consume;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest points of one host, oldest first, in arrays of primitives: {@value #POINTS} points at most, and none
 * older than {@value #SPAN} ms before the newest. Not safe for use by several threads.
 */
final class HostRing {
    static final int POINTS = 120;
    static final long SPAN = 120_000;

    /** What one takes on the heap, roughly: the arrays, their headers and this object. */
    static final int BYTES = POINTS * (8 + 6 * 4 + 4 + 8) + 5 * 16 + 48;

    private static final int WIDTH = 6;

    private final long[] timestamps = new long[POINTS];
    private final float[] values = new float[POINTS * WIDTH];
    private final long[] uptimes = new long[POINTS];
    private final @Nullable String[] mountpoints = new @Nullable String[POINTS];
    private int oldest;
    private int size;

    /** The time of the newest point; {@link Long#MIN_VALUE} where there is none. */
    long newest() {
        return size == 0 ? Long.MIN_VALUE : timestamps[slot(size - 1)];
    }

    /**
     * Keeps a point where its time belongs. One of the same time is replaced; one that is older than all that fit, or
     * than the span, is left out.
     */
    void add(OverviewPoint point) {
        long time = point.timestamp();
        if (time > newest()) {
            if (size == POINTS) {
                oldest = (oldest + 1) % POINTS;
                size--;
            }
            put(slot(size++), point);
            forgetBefore(time - SPAN);
            return;
        }
        int at = size;
        while (at > 0 && timestamps[slot(at - 1)] >= time) {
            at--;
        }
        if (at < size && timestamps[slot(at)] == time) {
            put(slot(at), point);
            return;
        }
        if (time < newest() - SPAN || (size == POINTS && at == 0)) {
            return;
        }
        if (size == POINTS) {
            oldest = (oldest + 1) % POINTS;
            size--;
            at--;
        }
        for (int i = size; i > at; i--) {
            move(slot(i - 1), slot(i));
        }
        size++;
        put(slot(at), point);
    }

    List<OverviewPoint> points() {
        var points = new ArrayList<OverviewPoint>(size);
        for (int i = 0; i < size; i++) {
            int slot = slot(i);
            int at = slot * WIDTH;
            points.add(new OverviewPoint(
                    timestamps[slot],
                    values[at],
                    values[at + 1],
                    values[at + 2],
                    mountpoints[slot],
                    values[at + 3],
                    values[at + 4],
                    values[at + 5],
                    uptimes[slot]));
        }
        return points;
    }

    private void forgetBefore(long time) {
        while (timestamps[oldest] < time) {
            mountpoints[oldest] = null;
            oldest = (oldest + 1) % POINTS;
            size--;
        }
    }

    private int slot(int index) {
        return (oldest + index) % POINTS;
    }

    private void put(int slot, OverviewPoint point) {
        int at = slot * WIDTH;
        timestamps[slot] = point.timestamp();
        values[at] = point.cpu();
        values[at + 1] = point.memory();
        values[at + 2] = point.disk();
        values[at + 3] = point.receive();
        values[at + 4] = point.transmit();
        values[at + 5] = point.load();
        uptimes[slot] = point.uptime();
        mountpoints[slot] = point.mountpoint();
    }

    private void move(int from, int to) {
        timestamps[to] = timestamps[from];
        System.arraycopy(values, from * WIDTH, values, to * WIDTH, WIDTH);
        uptimes[to] = uptimes[from];
        mountpoints[to] = mountpoints[from];
    }
}
