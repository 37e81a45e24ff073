package dev.statusmonitor.history.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What windows have to be, reckoned from the samples in the plainest way: every value of a series within a window, in
 * one list.
 */
public final class PlainRollUp {
    private final Map<String, Map<Long, Map<String, Double>>> samples = new HashMap<>();

    /** Takes samples; one that was there before changes nothing. */
    public PlainRollUp add(Collection<HostSample> more) {
        for (HostSample each : more) {
            var values = new HashMap<String, Double>();
            for (int i = 0; i < each.sample().series().size(); i++) {
                values.put(each.sample().series().names().get(i), each.sample().values()[i]);
            }
            samples.computeIfAbsent(each.host(), h -> new TreeMap<>())
                    .putIfAbsent(each.sample().timestamp(), values);
        }
        return this;
    }

    /** How many samples a host has from a time on. */
    public long count(String host, long start) {
        return samples.getOrDefault(host, Map.of()).keySet().stream()
                .filter(time -> time >= start)
                .count();
    }

    /** The windows of a tier that have a value of the series, by their start. */
    public Map<Long, Window> windows(String host, Tier tier, String series) {
        var values = new TreeMap<Long, List<Double>>();
        samples.getOrDefault(host, Map.of()).forEach((time, sample) -> {
            Double value = sample.get(series);
            if (value != null) {
                values.computeIfAbsent(tier.window(time), w -> new ArrayList<>())
                        .add(value);
            }
        });
        var windows = new TreeMap<Long, Window>();
        values.forEach((start, of) -> windows.put(
                start,
                new Window(
                        of.stream().mapToDouble(v -> v).min().orElseThrow(),
                        of.stream().mapToDouble(v -> v).max().orElseThrow(),
                        of.stream().mapToDouble(v -> v).average().orElseThrow(),
                        of.size())));
        return windows;
    }

    /** One series in one window. */
    public record Window(double min, double max, double mean, long count) {}
}
