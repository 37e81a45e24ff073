package dev.statusmonitor.ingestion.validate;

import dev.statusmonitor.contract.Metrics;
import dev.statusmonitor.contract.SeriesList;
import dev.statusmonitor.contract.SeriesLists;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The names of a sample in the order in which they were sent, with every decision that depends on the names alone: an
 * agent sends the same sequence second after second, and then only its values are left to be read.
 *
 * @param names as they were sent
 * @param series of the usable ones
 */
record NameSequence(List<SentName> names, SeriesList series) {
    static final NameSequence NONE = new NameSequence(List.of(), SeriesList.of(List.of()));

    /** Puts a sequence together, name by name. */
    static final class Builder {
        private final List<SentName> names = new ArrayList<>(64);
        private final List<String> series = new ArrayList<>(64);
        private final Set<String> seen = new HashSet<>(128);
        private final Map<String, Set<String>> devices = new HashMap<>();

        /** The name, or why its value cannot be used in this sample. */
        SentName add(SentName name) {
            SentName usable = name instanceof SentName.Known known ? inThisSample(known) : name;
            names.add(usable);
            return usable;
        }

        private SentName inThisSample(SentName.Known name) {
            if (!name.device().isEmpty()) {
                Set<String> named = devices.computeIfAbsent(name.metric().name(), metric -> new HashSet<>());
                if (named.size() >= Metrics.MAX_DEVICES && !named.contains(name.device())) {
                    return SentName.Unusable.of(
                            name.written().getValue(),
                            "a sample names at most " + Metrics.MAX_DEVICES + " devices of a metric");
                }
                named.add(name.device());
            }
            if (!seen.add(name.name())) {
                return SentName.Unusable.of(
                        name.written().getValue(), "the series appears twice in the sample; the first counts");
            }
            series.add(name.name());
            return name;
        }

        int size() {
            return names.size();
        }

        NameSequence build(SeriesLists lists) {
            return new NameSequence(List.copyOf(names), lists.share(SeriesList.of(series)));
        }
    }
}
