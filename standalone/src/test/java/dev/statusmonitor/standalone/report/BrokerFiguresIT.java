package dev.statusmonitor.standalone.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.statusmonitor.contract.Topics;
import dev.statusmonitor.testservers.TestKafka;
import dev.statusmonitor.testservers.Unique;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BrokerFiguresIT {
    private static final Duration WITHIN = Duration.ofSeconds(10);

    @BeforeAll
    static void topic() throws Exception {
        try (var admin = Admin.create(TestKafka.get().clientProperties())) {
            if (!admin.listTopics().names().get(20, TimeUnit.SECONDS).contains(Topics.METRICS_SAMPLES)) {
                TestKafka.get()
                        .createTopic(Topics.METRICS_SAMPLES, 12, Map.of("message.timestamp.type", "LogAppendTime"));
            }
        }
    }

    @Test
    void theNewestArrivalOfEachHostIsFoundAndOlderOnesAreNot() throws Exception {
        String silent = Unique.name("silent");
        String one = Unique.name("host");
        String other = Unique.name("host");
        send(silent);
        long start = send(silent) + 1;
        while (System.currentTimeMillis() <= start) {
            Thread.onSpinWait();
        }
        send(one);
        long newest = send(one);
        send(other);

        var reader = new HashMap<>(TestKafka.get().clientProperties());
        reader.put("enable.auto.commit", false);
        try (var arrivals = new NewestArrivals(reader)) {
            assertThat(arrivals.since(start, WITHIN))
                    .containsEntry(one, newest)
                    .containsKey(other)
                    .doesNotContainKey(silent);
            // Asked again, it begins anew.
            assertThat(arrivals.since(start, WITHIN)).containsEntry(one, newest);
        }
    }

    @Test
    void aGroupIsBehindByWhatItHasNotCommitted() throws Exception {
        String group = Unique.name("group");
        send(Unique.name("host"));
        try (var admin = Admin.create(TestKafka.get().clientProperties())) {
            long now = System.currentTimeMillis();
            ConsumerLag all = ConsumerLag.of(admin, group, now + 60_000);
            assertThat(all.records()).isPositive().isEqualTo(all.late());
            assertThat(ConsumerLag.of(admin, group, 0).late()).isZero();

            var ends = new HashMap<TopicPartition, OffsetAndMetadata>();
            for (int partition = 0; partition < 12; partition++) {
                ends.put(new TopicPartition(Topics.METRICS_SAMPLES, partition), new OffsetAndMetadata(1_000_000));
            }
            admin.alterConsumerGroupOffsets(group, ends).all().get(20, TimeUnit.SECONDS);
            assertThat(ConsumerLag.of(admin, group, now + 60_000)).isEqualTo(new ConsumerLag(0, 0, List.of()));
        }
    }

    @Test
    void itIsKnownHowTheMembersOfAGroupShareThePartitions() throws Exception {
        String group = Unique.name("group");
        var config = new HashMap<>(TestKafka.get().clientProperties());
        config.put("group.id", group);
        try (var admin = Admin.create(TestKafka.get().clientProperties())) {
            assertThat(ConsumerLag.of(admin, group, 0).shares()).isEmpty();
            try (var one = new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
                    var other = new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
                one.subscribe(List.of(Topics.METRICS_SAMPLES));
                other.subscribe(List.of(Topics.METRICS_SAMPLES));
                await().untilAsserted(() -> {
                    one.poll(Duration.ofMillis(50));
                    other.poll(Duration.ofMillis(50));
                    assertThat(ConsumerLag.of(admin, group, 0).shares()).containsExactly(6, 6);
                });
            }
        }
    }

    /** @return when it arrived */
    private static long send(String host) throws Exception {
        try (var producer = new KafkaProducer<>(
                TestKafka.get().clientProperties(), new StringSerializer(), new ByteArraySerializer())) {
            return producer.send(new ProducerRecord<>(Topics.METRICS_SAMPLES, host, new byte[] {1}))
                    .get(20, TimeUnit.SECONDS)
                    .timestamp();
        }
    }
}
