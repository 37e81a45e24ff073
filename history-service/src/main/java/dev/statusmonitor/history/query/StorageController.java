package dev.statusmonitor.history.query;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.statusmonitor.history.store.StorageOutlook;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** How much room the history takes. */
@RestController
final class StorageController {
    private final String store;
    private final Histories histories;
    private final Clock clock;

    /** @param store what the product calls the store */
    StorageController(String store, Histories histories, Clock clock) {
        this.store = store;
        this.histories = histories;
        this.clock = clock;
    }

    @Operation(summary = "How much room the history takes, and for how long there is enough")
    @GetMapping(path = "/api/v1/history/storage")
    StorageAnswer storage() {
        var outlook = StorageOutlook.of(histories.usage(), clock.instant());
        Double days = outlook.daysLeft().isPresent() ? outlook.daysLeft().getAsDouble() : null;
        return new StorageAnswer(
                store,
                outlook.tiers().stream()
                        .map(tier -> new TierAnswer(
                                tier.tier().label(),
                                tier.bytes(),
                                tier.values().isPresent() ? tier.values().getAsLong() : null,
                                tier.bytesPerDay(),
                                tier.bytesPerDay() > 0 ? days : null))
                        .toList(),
                outlook.freeBytes().isPresent() ? outlook.freeBytes().getAsLong() : null,
                days);
    }

    /**
     * The answer.
     *
     * @param daysLeft until the disk is full; null where there is room for all that will be kept
     */
    record StorageAnswer(
            String store,
            List<TierAnswer> tiers,
            @JsonProperty("free_bytes") @Nullable Long freeBytes,
            @JsonProperty("days_left") @Nullable Double daysLeft) {}

    /**
     * One tier.
     *
     * @param bytesPerDay by how much it grows; 0 once it goes as far back as it is kept
     * @param daysLeft until the disk is full; null where it is not by this tier's growing
     */
    record TierAnswer(
            String tier,
            long bytes,
            @Nullable Long values,
            @JsonProperty("bytes_per_day") long bytesPerDay,
            @JsonProperty("days_left") @Nullable Double daysLeft) {}
}
