package dev.statusmonitor.starter.kafka;

import dev.statusmonitor.starter.relay.Relay;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** Provides the platform's topics, once, as soon as Kafka is there. */
public final class TopicProvider implements Relay.Work {
    private final Map<String, Object> adminConfig;
    private final TopicSettings settings;
    private boolean done;

    public TopicProvider(Map<String, Object> adminConfig, TopicSettings settings) {
        this.adminConfig = adminConfig;
        this.settings = settings;
    }

    @Override
    public boolean run() throws InterruptedException {
        if (!done) {
            try (Admin admin = Admin.create(adminConfig)) {
                PlatformTopics.provide(admin, settings);
            }
            done = true;
        }
        return false;
    }
}
