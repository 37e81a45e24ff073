package dev.statusmonitor.alerts.publish;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the topic of events where it is not there. */
public final class EventTopic {
    private static final long PATIENCE_SECONDS = 6;

    private final Map<String, Object> adminConfig;
    private final PublishSettings settings;

    public EventTopic(Map<String, Object> adminConfig, PublishSettings settings) {
        this.adminConfig = adminConfig;
        this.settings = settings;
    }

    public String name() {
        return settings.topic();
    }

    /** @throws IllegalStateException where Kafka does not do it now */
    public void provide() throws InterruptedException {
        var topic = new NewTopic(settings.topic(), settings.partitions(), settings.replication())
                .configs(Map.of(
                        TopicConfig.RETENTION_MS_CONFIG,
                        Long.toString(settings.kept().toMillis()),
                        TopicConfig.SEGMENT_MS_CONFIG,
                        Long.toString(TimeUnit.DAYS.toMillis(1)),
                        TopicConfig.SEGMENT_BYTES_CONFIG,
                        Integer.toString(8 << 20)));
        try (Admin admin = Admin.create(adminConfig)) {
            admin.createTopics(List.of(topic)).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException("the topic " + settings.topic() + " cannot be made", e);
            }
        }
    }
}
