package dev.statusmonitor.standalone.apart;

import dev.statusmonitor.starter.kafka.KafkaSettings;
import java.util.List;
import java.util.Map;

/** How this process itself speaks to Kafka. */
final class KafkaClient {
    private KafkaClient() {}

    static Map<String, Object> of(Plan plan) {
        return new KafkaSettings(
                        List.of("127.0.0.1:" + plan.ports().kafka()),
                        plan.kafka().user(),
                        plan.kafka().password(),
                        Map.of())
                .client(Plan.SELF);
    }
}
