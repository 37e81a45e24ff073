package dev.statusmonitor.history;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The service.
 *
 * @param dataFolder its own folder: what it has to know at the next start, and the embedded store
 */
@Validated
@ConfigurationProperties("statusmonitor.history")
public record HistorySettings(
        @DefaultValue("data/history") @NotNull Path dataFolder) {}
