package dev.statusmonitor.history.store;

import java.util.List;
import java.util.OptionalLong;

/**
 * How much room a store takes.
 *
 * @param tiers each tier
 * @param freeBytes how much is left where the store keeps its files; empty where that cannot be known
 */
public record StorageUsage(List<TierUsage> tiers, OptionalLong freeBytes) {
    public StorageUsage {
        tiers = List.copyOf(tiers);
    }

    /**
     * One tier.
     *
     * @param bytes what it takes on disk
     * @param values how many values it holds, a window's smallest, largest, sum and count being four; empty where
     *     counting them is dear
     * @param oldest how far back it goes, Unix time in milliseconds; empty where it has nothing
     */
    public record TierUsage(Tier tier, long bytes, OptionalLong values, OptionalLong oldest) {}
}
