package dev.statusmonitor.history.store.questdb;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The embedded store.
 *
 * @param retention for how long samples are kept; longer than the day that is shown, so that what arrives late is whole
 * @param minFreeSpace it stores no more when the disk has less room than this, and goes on when there is a tenth more
 */
@Validated
@ConfigurationProperties("statusmonitor.history.questdb")
public record QuestDbSettings(
        @DefaultValue("26h") @NotNull Duration retention,
        @DefaultValue("500MB") @NotNull DataSize minFreeSpace) {}
