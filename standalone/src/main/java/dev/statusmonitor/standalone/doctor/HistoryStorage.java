package dev.statusmonitor.standalone.doctor;

import dev.statusmonitor.standalone.data.DiskSpace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What each tier of the history takes, how fast it grows, and for how long there is room. */
final class HistoryStorage {
    private static final String PREFIX = "statusmonitor.history.storage.";
    private static final Duration SOON_FULL = Duration.ofDays(2);

    private HistoryStorage() {}

    /** @param meters as the platform reports them; they tell nothing in the first minute after a start */
    static List<Check> checks(Map<String, Double> meters) {
        var tiers = new ArrayList<String>();
        for (String tier : new String[] {"raw", "1m", "1h"}) {
            Double bytes = meters.get(PREFIX + tier + ".bytes");
            if (bytes != null) {
                double growth = meters.getOrDefault(PREFIX + tier + ".growth", 0.0);
                tiers.add(tier + " " + DiskSpace.amount(Math.round(bytes))
                        + (growth > 0 ? " (+" + DiskSpace.amount(Math.round(growth)) + " a day)" : ""));
            }
        }
        if (tiers.isEmpty()) {
            return List.of();
        }
        Double days = meters.get(PREFIX + "days.left");
        boolean ok = days == null || days > SOON_FULL.toDays();
        return List.of(new Check(
                "history storage",
                ok,
                String.join(", ", tiers) + "; " + room(days, meters.containsKey(PREFIX + "free.bytes"))));
    }

    /** @param isKnown whether the store can tell how much room there is; one that is a server's own cannot */
    private static String room(@Nullable Double days, boolean isKnown) {
        if (days != null) {
            return "there is room for " + Ages.text(Duration.ofMinutes(Math.round(days * 24 * 60)));
        }
        return isKnown
                ? "there is room for all that will be kept"
                : "for how long there is room this store cannot tell; look at the disks of the machines that it runs on";
    }
}
