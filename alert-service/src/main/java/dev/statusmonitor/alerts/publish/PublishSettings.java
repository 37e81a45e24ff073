package dev.statusmonitor.alerts.publish;

import dev.statusmonitor.contract.Topics;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The topic of events, which is made when there is none.
 *
 * @param topic its name
 * @param partitions how many it is made with
 * @param replication on how many brokers
 * @param kept for how long an event stays there
 */
@Validated
@ConfigurationProperties("statusmonitor.alerts.publish")
public record PublishSettings(
        @DefaultValue(Topics.ALERTS_EVENTS) @NotBlank String topic,
        @DefaultValue("12") @Positive int partitions,
        @DefaultValue("1") @Positive short replication,
        @DefaultValue("7d") @NotNull Duration kept) {}
