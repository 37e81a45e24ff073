package dev.statusmonitor.gateway.consume;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How samples are read.
 *
 * @param instance tells this gateway from others, in Kafka's own figures; made up where it is empty
 * @param refill how far back a start begins
 * @param ring how much of the heap the last two minutes of all hosts may take; a host takes about 6 KB
 * @param names how much of the heap lists of names may take that are shared while samples are on their way
 */
@Validated
@ConfigurationProperties("statusmonitor.gateway.consume")
public record ConsumeSettings(
        @DefaultValue("") String instance,
        @DefaultValue("2m") @NotNull Duration refill,
        @DefaultValue("64MB") @NotNull DataSize ring,
        @DefaultValue("8MB") @NotNull DataSize names) {}
