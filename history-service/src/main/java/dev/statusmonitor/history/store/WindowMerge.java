package dev.statusmonitor.history.store;

import dev.statusmonitor.contract.SeriesList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@link WindowWriter#merge} means, for stores that know no better way than to look what is there. */
public final class WindowMerge {
    private WindowMerge() {}

    /** Of two windows of one host and time, series by series that of more values; of as many, that which is there. */
    public static HostWindow of(HostWindow there, HostWindow other) {
        HostWindow better = better(there, other);
        return better == null ? there : better;
    }

    /** The same; null where nothing of the other is better. */
    private static @Nullable HostWindow better(HostWindow there, HostWindow other) {
        SeriesList names = there.series();
        var better = new ArrayList<Integer>();
        var added = new ArrayList<String>();
        for (int i = 0; i < other.series().size(); i++) {
            String name = other.series().names().get(i);
            int at = names.indexOf(name);
            if (at < 0) {
                added.add(name);
                better.add(i);
            } else if (other.counts()[i] > there.counts()[at]) {
                better.add(i);
            }
        }
        if (better.isEmpty()) {
            return null;
        }
        if (!added.isEmpty()) {
            var all = new ArrayList<>(names.names());
            all.addAll(added);
            names = SeriesList.of(all);
        }
        var merged = new HostWindow(
                there.host(),
                there.start(),
                names,
                Arrays.copyOf(there.mins(), names.size()),
                Arrays.copyOf(there.maxs(), names.size()),
                Arrays.copyOf(there.sums(), names.size()),
                Arrays.copyOf(there.counts(), names.size()));
        for (int i : better) {
            int at = names.indexOf(other.series().names().get(i));
            merged.mins()[at] = other.mins()[i];
            merged.maxs()[at] = other.maxs()[i];
            merged.sums()[at] = other.sums()[i];
            merged.counts()[at] = other.counts()[i];
        }
        return merged;
    }

    /** Looks what is there, and replaces those windows of which something is better. */
    public static void write(HistorySource there, WindowWriter writer, Tier tier, List<HostWindow> windows) {
        var hosts = new LinkedHashMap<String, List<HostWindow>>();
        windows.forEach(each ->
                hosts.computeIfAbsent(each.host(), host -> new ArrayList<>()).add(each));
        var changed = new ArrayList<HostWindow>();
        hosts.forEach((host, of) -> {
            long first = of.stream().mapToLong(HostWindow::start).min().orElseThrow();
            long last = of.stream().mapToLong(HostWindow::start).max().orElseThrow();
            Map<Long, HostWindow> found = new HashMap<>();
            there.windows(
                    host, new TierRange(tier, first, last + tier.step()), window -> found.put(window.start(), window));
            for (HostWindow each : of) {
                HostWindow before = found.get(each.start());
                HostWindow merged = before == null ? each : better(before, each);
                if (merged != null) {
                    changed.add(merged);
                    found.put(each.start(), merged);
                }
            }
        });
        if (!changed.isEmpty()) {
            writer.write(tier, changed);
        }
    }
}
