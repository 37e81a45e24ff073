package dev.statusmonitor.history.store;

import dev.statusmonitor.history.store.StorageUsage.TierUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How a store grows and for how long there is room. A tier grows until it goes as far back as it is kept; from then on
 * as much goes as comes. What it grows by is told by what it took so far.
 *
 * @param tiers each tier
 * @param freeBytes how much is left; empty where that is not known
 * @param daysLeft until the disk is full; empty where there is room for all of it, or that is not known
 */
public record StorageOutlook(List<TierOutlook> tiers, OptionalLong freeBytes, OptionalDouble daysLeft) {
    /** Less than this tells nothing of a day. */
    private static final Duration SHORTEST = Duration.ofMinutes(10);

    private static final double DAY = Duration.ofDays(1).toMillis();

    public StorageOutlook {
        tiers = List.copyOf(tiers);
    }

    /**
     * One tier.
     *
     * @param bytes what it takes
     * @param values how many values it holds; empty where that is not known
     * @param bytesPerDay by how much it grows now; 0 where as much goes as comes
     * @param growingDays for how long it will grow yet
     */
    public record TierOutlook(Tier tier, long bytes, OptionalLong values, long bytesPerDay, double growingDays) {}

    /** Of what a store takes now. */
    public static StorageOutlook of(StorageUsage usage, Instant now) {
        var tiers = new ArrayList<TierOutlook>();
        for (TierUsage tier : usage.tiers()) {
            double age = tier.oldest().isEmpty()
                    ? 0
                    : Math.max(
                            SHORTEST.toMillis(),
                            now.toEpochMilli() - tier.oldest().getAsLong());
            double left = Math.max(0, tier.tier().shown().toMillis() - age);
            boolean grows = age > 0 && left > 0;
            tiers.add(new TierOutlook(
                    tier.tier(),
                    tier.bytes(),
                    tier.values(),
                    grows ? Math.round(tier.bytes() / age * DAY) : 0,
                    grows ? left / DAY : 0));
        }
        OptionalDouble daysLeft = usage.freeBytes().isPresent()
                ? daysLeft(tiers, usage.freeBytes().getAsLong())
                : OptionalDouble.empty();
        return new StorageOutlook(tiers, usage.freeBytes(), daysLeft);
    }

    /** Goes from one tier's end of growing to the next. */
    private static OptionalDouble daysLeft(List<TierOutlook> tiers, long free) {
        double room = free;
        double day = 0;
        for (double end : tiers.stream()
                .mapToDouble(TierOutlook::growingDays)
                .filter(days -> days > 0)
                .sorted()
                .toArray()) {
            double from = day;
            double perDay = tiers.stream()
                    .filter(tier -> tier.growingDays() > from)
                    .mapToDouble(TierOutlook::bytesPerDay)
                    .sum();
            if (perDay * (end - day) >= room) {
                return OptionalDouble.of(day + room / perDay);
            }
            room -= perDay * (end - day);
            day = end;
        }
        return OptionalDouble.empty();
    }

    /** What it says of one tier. */
    public TierOutlook tier(Tier tier) {
        return tiers.stream().filter(each -> each.tier() == tier).findFirst().orElseThrow();
    }
}
