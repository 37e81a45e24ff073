package dev.statusmonitor.history.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.statusmonitor.history.store.StorageUsage.TierUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class StorageOutlookTest {
    private static final Instant NOW = Instant.parse("2026-11-24T15:00:00Z");

    @Test
    void growsUntilATierGoesAsFarBackAsItIsKept() {
        var outlook =
                outlook(1_000_000, tier(Tier.RAW, 100, 12), tier(Tier.MINUTE, 70, 24 * 7), tier(Tier.HOUR, 10, 48));

        assertThat(outlook.tier(Tier.RAW).bytesPerDay()).isEqualTo(200);
        assertThat(outlook.tier(Tier.RAW).growingDays()).isEqualTo(0.5);
        assertThat(outlook.tier(Tier.MINUTE).bytesPerDay()).isZero();
        assertThat(outlook.tier(Tier.HOUR).bytesPerDay()).isEqualTo(5);
        assertThat(outlook.daysLeft()).isEmpty();
    }

    @Test
    void saysWhenTheDiskIsFull() {
        // Half a day at 205 a day leaves 97.5, which last 19.5 days at 5 a day.
        var outlook = outlook(200, tier(Tier.RAW, 100, 12), tier(Tier.HOUR, 10, 48));

        assertThat(outlook.daysLeft().orElseThrow()).isCloseTo(20, within(1e-9));
        assertThat(outlook(41, tier(Tier.RAW, 100, 12), tier(Tier.HOUR, 10, 48))
                        .daysLeft()
                        .orElseThrow())
                .isCloseTo(0.2, within(1e-9));
    }

    @Test
    void knowsNothingOfAnEmptyStoreOrAnUnknownDisk() {
        var usage = new StorageUsage(
                List.of(new TierUsage(Tier.RAW, 4096, OptionalLong.empty(), OptionalLong.empty())),
                OptionalLong.empty());

        var outlook = StorageOutlook.of(usage, NOW);

        assertThat(outlook.tier(Tier.RAW).bytesPerDay()).isZero();
        assertThat(outlook.daysLeft()).isEmpty();
    }

    private static StorageOutlook outlook(long free, TierUsage... tiers) {
        return StorageOutlook.of(new StorageUsage(List.of(tiers), OptionalLong.of(free)), NOW);
    }

    private static TierUsage tier(Tier tier, long bytes, int hours) {
        return new TierUsage(
                tier,
                bytes,
                OptionalLong.empty(),
                OptionalLong.of(NOW.minus(Duration.ofHours(hours)).toEpochMilli()));
    }
}
