package dev.statusmonitor.agent.collect;

import dev.statusmonitor.contract.Metric;
import dev.statusmonitor.contract.Metrics;
import dev.statusmonitor.contract.SeriesKey;
import java.util.TreeMap;

/**
 * A series that the agent sends. Made once for each device, since naming one costs more than measuring it; two are the
 * same only if they are the same object.
 */
final class Series {
    private final String name;
    private final Metric metric;

    private Series(String name, Metric metric) {
        this.name = name;
        this.metric = metric;
    }

    /**
     * @param attributes keys and values in turn
     * @throws IllegalArgumentException where a value cannot be part of a name (empty, too long, control characters)
     */
    static Series of(String metric, String... attributes) {
        var pairs = new TreeMap<String, String>();
        for (int i = 0; i < attributes.length; i += 2) {
            pairs.put(attributes[i], attributes[i + 1]);
        }
        return new Series(
                SeriesKey.of(metric, pairs).toString(),
                Metrics.find(metric).orElseThrow(() -> new IllegalArgumentException("no metric " + metric)));
    }

    /** Its canonical name. */
    String name() {
        return name;
    }

    Metric metric() {
        return metric;
    }
}
