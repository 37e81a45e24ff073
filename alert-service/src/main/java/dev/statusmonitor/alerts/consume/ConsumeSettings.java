package dev.statusmonitor.alerts.consume;

import dev.statusmonitor.contract.Topics;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Reading samples from Kafka.
 *
 * @param topic where they are
 * @param group the consumer group that shares the work
 * @param instance a name that survives a restart, so that Kafka knows this instance again at once; empty for none
 * @param maxRecords how many samples are evaluated before what follows is recorded
 * @param stale a sample that came longer ago only moves timers: nobody is told of what is long over
 * @param retryDelay after which a database that did not answer is tried again
 */
@Validated
@ConfigurationProperties("statusmonitor.alerts.consume")
public record ConsumeSettings(
        @DefaultValue(Topics.METRICS_SAMPLES) @NotBlank String topic,
        @DefaultValue("alerts") @NotBlank String group,
        @DefaultValue("") @NotNull String instance,
        @DefaultValue("2000") @Min(1) int maxRecords,
        @DefaultValue("2m") @NotNull Duration stale,
        @DefaultValue("1s") @NotNull Duration retryDelay) {}
