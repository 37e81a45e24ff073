package dev.statusmonitor.standalone.wiring;

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
        assertThat(bind(Map.of())).isEqualTo(new TopicSettings(12, Duration.ofHours(26), DataSize.ofGigabytes(4)));
    }

    @Test
    void takesEachProperty() {
        assertThat(bind(Map.of(
                        "statusmonitor.standalone.topics.partitions", "24",
                        "statusmonitor.standalone.topics.samples-kept", "2h",
                        "statusmonitor.standalone.topics.samples-size", "1GB")))
                .isEqualTo(new TopicSettings(24, Duration.ofHours(2), DataSize.ofGigabytes(1)));
    }

    @Test
    void theSizeIsSharedByThePartitions() {
        assertThat(new TopicSettings(4, Duration.ofHours(1), DataSize.ofMegabytes(40)).samples())
                .containsEntry("retention.bytes", Long.toString(10L << 20))
                .containsEntry("retention.ms", "3600000")
                .containsEntry("message.timestamp.type", "LogAppendTime");
    }

    private static TopicSettings bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("statusmonitor.standalone.topics", TopicSettings.class);
    }
}
