package dev.statusmonitor.history.consume;

import dev.statusmonitor.contract.Topics;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Reading samples from Kafka.
 *
 * @param topic where they are
 * @param group the consumer group that shares the work
 * @param maxWait for how long a fetch waits for {@code minBytes}: history is behind by about this much
 * @param minBytes how much a fetch should bring, so that busy stores commit seldom
 * @param maxRecords how many samples are stored at once
 * @param rewind how far before the last committed sample reading begins again after an unclean stop
 * @param rewindWhen whether the way in which the last process stopped decides that
 * @param retryDelay after which a store that could not take samples is tried again
 */
@Validated
@ConfigurationProperties("statusmonitor.history.consume")
public record ConsumeSettings(
        @DefaultValue(Topics.METRICS_SAMPLES) @NotBlank String topic,
        @DefaultValue("history") @NotBlank String group,
        @DefaultValue("1s") @NotNull Duration maxWait,
        @DefaultValue("1MB") @NotNull DataSize minBytes,
        @DefaultValue("5000") @Min(1) int maxRecords,
        @DefaultValue("5m") @NotNull Duration rewind,
        @DefaultValue("after-unclean-stop") @NotNull RewindWhen rewindWhen,
        @DefaultValue("1s") @NotNull Duration retryDelay) {

    /** When reading begins again before the last committed sample. */
    public enum RewindWhen {
        /** After a process or a machine that died. */
        AFTER_UNCLEAN_STOP,
        /** At every start: for a store on another machine, of whose crashes this service knows nothing. */
        ALWAYS,
        NEVER
    }
}
