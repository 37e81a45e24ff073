package dev.statusmonitor.history.upkeep;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Keeping the store in order.
 *
 * @param rollUpEvery how long rolling up pauses; minutes are there by about this much after they ended
 * @param removeEvery how often deleted hosts are taken out of the store, until nothing of them is left
 */
@Validated
@ConfigurationProperties("statusmonitor.history.upkeep")
public record UpkeepSettings(
        @DefaultValue("5s") @NotNull Duration rollUpEvery,
        @DefaultValue("10m") @NotNull Duration removeEvery) {}
