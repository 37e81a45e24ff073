package dev.statusmonitor.history.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Windows of hosts in one tier, kept as stretches without a gap: what a host sends after an outage is one stretch,
 * however long. Not safe for use by several threads.
 */
public final class HostWindows {
    private final Tier tier;
    private final Map<String, TreeMap<Long, Long>> stretches = new HashMap<>();

    public HostWindows(Tier tier) {
        this.tier = tier;
    }

    /**
     * Windows one after another.
     *
     * @param start where the first begins
     * @param stop where the last ends
     */
    public record Stretch(long start, long stop) {}

    /** Adds the window that begins there. */
    public void add(String host, long start) {
        add(host, start, start + tier.step());
    }

    /**
     * Adds windows one after another.
     *
     * @param start where the first begins
     * @param stop where the last ends
     */
    public void add(String host, long start, long stop) {
        TreeMap<Long, Long> of = stretches.computeIfAbsent(host, h -> new TreeMap<>());
        long from = start;
        long until = stop;
        Map.Entry<Long, Long> before = of.floorEntry(start);
        if (before != null && before.getValue() >= start) {
            from = before.getKey();
            until = Math.max(until, before.getValue());
        }
        Map.@Nullable Entry<Long, Long> next = of.ceilingEntry(from);
        while (next != null && next.getKey() <= until) {
            until = Math.max(until, next.getValue());
            of.remove(next.getKey());
            next = of.ceilingEntry(from);
        }
        of.put(from, until);
    }

    public void addAll(HostWindows others) {
        others.stretches.forEach((host, of) -> of.forEach((start, stop) -> add(host, start, stop)));
    }

    /** Adds the windows of a coarser tier that these lie in. */
    public void addCoarser(HostWindows finer) {
        finer.forEach((host, stretch) ->
                add(host, tier.window(stretch.start()), tier.window(stretch.stop() - 1) + tier.step()));
    }

    /** Whether the window that begins there is one of them. */
    public boolean contains(String host, long start) {
        TreeMap<Long, Long> of = stretches.get(host);
        Map.@Nullable Entry<Long, Long> before = of == null ? null : of.floorEntry(start);
        return before != null && start < before.getValue();
    }

    /** Takes out those that begin before a time, and gives them. */
    public HostWindows takeBefore(long time) {
        var taken = new HostWindows(tier);
        var hosts = stretches.entrySet().iterator();
        while (hosts.hasNext()) {
            var host = hosts.next();
            TreeMap<Long, Long> of = host.getValue();
            Map.@Nullable Entry<Long, Long> first = of.firstEntry();
            while (first != null && first.getKey() < time) {
                of.pollFirstEntry();
                taken.add(host.getKey(), first.getKey(), Math.min(time, first.getValue()));
                if (first.getValue() > time) {
                    of.put(time, first.getValue());
                }
                first = of.firstEntry();
            }
            if (of.isEmpty()) {
                hosts.remove();
            }
        }
        return taken;
    }

    public boolean isEmpty() {
        return stretches.isEmpty();
    }

    public Set<String> hosts() {
        return stretches.keySet();
    }

    public List<Stretch> of(String host) {
        var list = new ArrayList<Stretch>();
        stretches.getOrDefault(host, new TreeMap<>()).forEach((start, stop) -> list.add(new Stretch(start, stop)));
        return list;
    }

    public void forEach(BiConsumer<String, Stretch> action) {
        stretches.keySet().forEach(host -> of(host).forEach(stretch -> action.accept(host, stretch)));
    }

    /** From the first window of all to the last. */
    public Stretch span() {
        long start = Long.MAX_VALUE;
        long stop = Long.MIN_VALUE;
        for (TreeMap<Long, Long> of : stretches.values()) {
            start = Math.min(start, of.firstKey());
            stop = Math.max(stop, of.lastEntry().getValue());
        }
        return new Stretch(start, stop);
    }
}
