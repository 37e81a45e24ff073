package dev.statusmonitor.starter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class TopicSettingsTest {
    @Test
    void hasDefaults() {
        assertThat(bind(Map.of()))
                .isEqualTo(new TopicSettings(12, (short) 1, Duration.ofHours(26), DataSize.ofGigabytes(4)));
    }

    @Test
    void takesEachProperty() {
        assertThat(bind(Map.of(
                        "statusmonitor.topics.partitions", "24",
                        "statusmonitor.topics.replication", "3",
                        "statusmonitor.topics.samples-kept", "2h",
                        "statusmonitor.topics.samples-size", "1GB")))
                .isEqualTo(new TopicSettings(24, (short) 3, Duration.ofHours(2), DataSize.ofGigabytes(1)));
    }

    @Test
    void theSizeIsSharedByThePartitions() {
        assertThat(new TopicSettings(4, (short) 1, Duration.ofHours(1), DataSize.ofMegabytes(40)).samples())
                .containsEntry("retention.bytes", Long.toString(10L << 20))
                .containsEntry("retention.ms", "3600000")
                .containsEntry("message.timestamp.type", "LogAppendTime");
    }

    private static TopicSettings bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("statusmonitor.topics", TopicSettings.class);
    }
}
