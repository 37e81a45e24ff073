package dev.statusmonitor.history.store;

import dev.statusmonitor.contract.SeriesKey;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** Which series a reader asked for: all of some metrics, and single ones by their whole name. */
public final class SeriesWanted {
    private final Set<String> metrics = new LinkedHashSet<>();
    private final Set<String> series = new LinkedHashSet<>();

    /** @param keys one without attributes means each series of that metric */
    public SeriesWanted(Collection<SeriesKey> keys) {
        for (SeriesKey key : keys) {
            if (key.attributes().isEmpty()) {
                metrics.add(key.metric());
            } else {
                series.add(key.toString());
            }
        }
    }

    /** The metrics of which each series was asked for. */
    public Set<String> metrics() {
        return Collections.unmodifiableSet(metrics);
    }

    /** The canonical names of those that were asked for by their whole name. */
    public Set<String> series() {
        return Collections.unmodifiableSet(series);
    }

    /** Whether the series was asked for by its whole name. */
    boolean byName(String name) {
        return series.contains(name);
    }

    /** Whether each series of this metric was asked for. */
    boolean byMetric(String metric) {
        return metrics.contains(metric);
    }

    /** The metric of a canonical series name. */
    static String metricOf(String name) {
        int brace = name.indexOf('{');
        return brace < 0 ? name : name.substring(0, brace);
    }
}
