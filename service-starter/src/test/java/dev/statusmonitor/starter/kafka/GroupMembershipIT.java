package dev.statusmonitor.starter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.testservers.TestKafka;
import dev.statusmonitor.testservers.Unique;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

class GroupMembershipIT {
    /** Much longer than this test waits: nothing here is the end of a session. */
    private static final int SESSION_MILLIS = 300_000;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void theOthersHaveThePartitionsOfAMemberThatStopsLongBeforeItsSessionIsOver() {
        String topic = TestKafka.get().createUniqueTopic("shared", 4, Map.of());
        String group = Unique.name("group");
        try (var stays = member(group, "stays");
                var leaves = member(group, "leaves")) {
            stays.subscribe(List.of(topic));
            leaves.subscribe(List.of(topic));
            pollUntil(2, List.of(stays, leaves));

            new GroupMembership(leaves).close();

            pollUntil(4, List.of(stays));
        }
    }

    /** Until each of them has so many partitions. */
    private static void pollUntil(int partitions, List<KafkaConsumer<String, byte[]>> members) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!members.stream().allMatch(member -> member.assignment().size() == partitions)) {
            assertThat(System.nanoTime())
                    .as("they share the partitions in time")
                    .isLessThan(deadline);
            for (KafkaConsumer<String, byte[]> member : members) {
                member.poll(Duration.ofMillis(50));
            }
        }
    }

    private static KafkaConsumer<String, byte[]> member(String group, String instance) {
        Map<String, Object> config = new HashMap<>(TestKafka.get().clientProperties());
        config.put("group.id", group);
        config.put("group.instance.id", instance);
        config.put("session.timeout.ms", SESSION_MILLIS);
        config.put("max.poll.interval.ms", SESSION_MILLIS);
        return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
    }
}
