package dev.statusmonitor.starter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.statusmonitor.contract.Topics;
import dev.statusmonitor.testservers.TestKafka;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class PlatformTopicsIT {
    @Test
    void areMadeOnceAndTakeTodaysSettingsLater() throws Exception {
        try (var admin = Admin.create(TestKafka.get().clientProperties())) {
            PlatformTopics.provide(
                    admin, new TopicSettings(12, (short) 1, Duration.ofHours(26), DataSize.ofGigabytes(4)));
            PlatformTopics.provide(
                    admin, new TopicSettings(12, (short) 1, Duration.ofHours(2), DataSize.ofGigabytes(4)));

            var topics = admin.describeTopics(List.of(Topics.METRICS_SAMPLES, Topics.HOSTS_CHANGES))
                    .allTopicNames()
                    .get(20, TimeUnit.SECONDS);
            assertThat(topics.values())
                    .hasSize(2)
                    .allMatch(topic -> topic.partitions().size() == 12);
            // The controller has taken it; the broker that answers hears of it a moment later.
            await().untilAsserted(() -> assertThat(config(admin, Topics.METRICS_SAMPLES)
                            .get("retention.ms")
                            .value())
                    .isEqualTo("7200000"));
            Config samples = config(admin, Topics.METRICS_SAMPLES);
            assertThat(samples.get("message.timestamp.type").value()).isEqualTo("LogAppendTime");
            assertThat(samples.get("compression.type").value()).isEqualTo("producer");
            assertThat(config(admin, Topics.HOSTS_CHANGES).get("cleanup.policy").value())
                    .isEqualTo("compact");
        }
    }

    private static Config config(Admin admin, String topic) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource))
                .all()
                .get(20, TimeUnit.SECONDS)
                .getOrDefault(resource, new Config(List.of()));
    }
}
