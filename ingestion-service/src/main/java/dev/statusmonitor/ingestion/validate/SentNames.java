package dev.statusmonitor.ingestion.validate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.statusmonitor.contract.Metric;
import dev.statusmonitor.contract.Metrics;
import dev.statusmonitor.contract.SeriesKey;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.SerializedString;

/** Finds out once what a name means. Remembers usable names only, so that made-up ones push nothing out. */
final class SentNames {
    private static final int MOST = 20_000;

    private final Cache<String, SentName.Known> known =
            Caffeine.newBuilder().maximumSize(MOST).build();

    SentName resolve(String written) {
        SentName.Known hit = known.getIfPresent(written);
        if (hit != null) {
            return hit;
        }
        SentName name = parse(written);
        if (name instanceof SentName.Known usable) {
            known.put(written, usable);
        }
        return name;
    }

    private static SentName parse(String written) {
        SeriesKey key;
        try {
            key = SeriesKey.parse(written);
        } catch (IllegalArgumentException e) {
            return SentName.Unusable.of(written, String.valueOf(e.getMessage()));
        }
        Metric metric = Metrics.find(key.metric()).orElse(null);
        if (metric == null) {
            return SentName.Unusable.of(written, "this version does not know the metric");
        }
        String foreign = foreignAttribute(metric, key);
        if (foreign != null) {
            return SentName.Unusable.of(
                    written,
                    metric.attributes().isEmpty()
                            ? metric.name() + " has no attributes"
                            : metric.name() + " has no attribute " + foreign + ", only "
                                    + String.join(", ", metric.attributes()));
        }
        String device = key.attributes().getOrDefault(metric.device(), "");
        return new SentName.Known(new SerializedString(written), key.toString(), metric, device);
    }

    private static @Nullable String foreignAttribute(Metric metric, SeriesKey key) {
        for (String attribute : key.attributes().keySet()) {
            if (!metric.attributes().contains(attribute)) {
                return attribute;
            }
        }
        return null;
    }
}
