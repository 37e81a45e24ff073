package dev.statusmonitor.auth.publish;

import dev.statusmonitor.contract.Topics;
import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The topic of hosts' changes, which is made when there is none.
 *
 * @param topic its name
 * @param partitions how many it is made with; never to be changed, since hosts would move
 * @param replication on how many brokers
 */
@Validated
@ConfigurationProperties("statusmonitor.auth.publish")
public record PublishSettings(
        @DefaultValue(Topics.HOSTS_CHANGES) String topic,
        @DefaultValue("12") @Positive int partitions,
        @DefaultValue("1") @Positive short replication) {}
