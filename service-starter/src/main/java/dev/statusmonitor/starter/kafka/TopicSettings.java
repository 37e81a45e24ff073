package dev.statusmonitor.starter.kafka;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The topics {@code metrics.samples} and {@code hosts.changes}. A service with a process of its own makes those that are
 * not there and gives those that are the settings of today, unless told not to:
 * {@code statusmonitor.topics.provide=false}.
 *
 * @param partitions of each topic, when it is made; more than one machine needs, since a later change would move hosts
 * @param replication on how many brokers each topic is, when it is made
 * @param samplesKept how long {@code metrics.samples} keeps a record, from its arrival
 * @param samplesSize how much of the disk {@code metrics.samples} may take; the oldest go first
 */
@Validated
@ConfigurationProperties("statusmonitor.topics")
public record TopicSettings(
        @DefaultValue("12") @Min(1) @Max(1000) int partitions,
        @DefaultValue("1") @Min(1) short replication,
        @DefaultValue("26h") @NotNull Duration samplesKept,
        @DefaultValue("4GB") @NotNull DataSize samplesSize) {
    /** A segment is deleted whole, and only when it is no longer written to. */
    private static final Duration SEGMENT = Duration.ofHours(2);

    Map<String, String> samples() {
        return Map.of(
                "cleanup.policy",
                "delete",
                // A backlog of yesterday must not expire as it comes in.
                "message.timestamp.type",
                "LogAppendTime",
                "compression.type",
                "producer",
                "retention.ms",
                Long.toString(samplesKept.toMillis()),
                "retention.bytes",
                Long.toString(samplesSize.toBytes() / partitions),
                "segment.ms",
                Long.toString(SEGMENT.toMillis()));
    }

    Map<String, String> hosts() {
        return Map.of(
                "cleanup.policy", "compact",
                "compression.type", "producer",
                "segment.bytes", Long.toString(DataSize.ofMegabytes(4).toBytes()),
                "segment.ms", Long.toString(Duration.ofDays(1).toMillis()),
                "min.cleanable.dirty.ratio", "0.2");
    }
}
