package dev.statusmonitor.testservers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class TestKafkaIT {
    @Test
    void isOneBrokerWithTheTopicsOfItsTests() throws Exception {
        assertThat(TestKafka.get()).isSameAs(TestKafka.get());
        String topic = TestKafka.get().createUniqueTopic("samples", 3, Map.of("cleanup.policy", "compact"));

        try (var admin = Admin.create(TestKafka.get().clientProperties())) {
            assertThat(admin.listTopics().names().get(20, TimeUnit.SECONDS)).contains(topic);
        }
    }
}
