package dev.statusmonitor.history.query;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Bounds of queries.
 *
 * @param concurrency how many are answered at the same time; each maps the store's files anew, so more are not faster
 * @param waiting how many more may wait for their turn
 * @param timeout after which one is given up, waiting included
 * @param maxValues how many buckets all series of an answer may have together
 */
@Validated
@ConfigurationProperties("statusmonitor.history.query")
public record QuerySettings(
        @DefaultValue("6") @Min(1) int concurrency,
        @DefaultValue("64") @Min(1) int waiting,
        @DefaultValue("10s") @NotNull Duration timeout,
        @DefaultValue("400000") @Min(1) int maxValues) {}
