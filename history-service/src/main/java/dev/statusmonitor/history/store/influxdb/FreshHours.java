package dev.statusmonitor.history.store.influxdb;

import dev.statusmonitor.history.store.FreshMinutes;
import dev.statusmonitor.history.store.FreshMinutes.Taken;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.WindowSums;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Hours made of the minutes that {@link FreshMinutes} gives. Safe for use by several threads.
 */
final class FreshHours {
    /** An hour is taken when it has ended; by then the next has begun. More are a host whose clock jumps. */
    private static final int OPEN = 2;

    // Guarded by this.
    private final Map<String, TreeMap<Long, Hour>> hosts = new HashMap<>();
    private long whole;

    /** @param whole since when all minutes come through here, Unix time in milliseconds */
    FreshHours(long whole) {
        this.whole = whole;
    }

    private static final class Hour {
        final WindowSums sums = new WindowSums();
        long samples;
    }

    /** Adds a minute that was not added before. */
    synchronized void add(Taken minute) {
        long start = Tier.HOUR.window(minute.start());
        TreeMap<Long, Hour> open = hosts.computeIfAbsent(minute.host(), name -> new TreeMap<>());
        if (start >= whole && open.size() < OPEN && (open.isEmpty() || start > open.lastKey())) {
            open.put(start, new Hour());
        }
        Hour hour = open.get(start);
        if (hour != null) {
            hour.samples += minute.samples();
            if (minute.window() != null) {
                hour.sums.addWindow(minute.window());
            }
        }
    }

    /** Takes the hours that begin before a time, and takes no more minutes of them. */
    synchronized List<Taken> takeBefore(long time) {
        var taken = new ArrayList<Taken>();
        hosts.forEach((name, open) -> {
            Map<Long, Hour> before = open.headMap(time);
            before.forEach(
                    (start, hour) -> taken.add(new Taken(name, start, hour.samples, hour.sums.window(name, start))));
            before.clear();
        });
        hosts.values().removeIf(TreeMap::isEmpty);
        whole = Math.max(whole, time);
        return taken;
    }

    /** What has begun is not whole, and nothing is that begins before a time. */
    synchronized void clear(long until) {
        hosts.clear();
        whole = Math.max(whole, until);
    }
}
