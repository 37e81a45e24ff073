package dev.statusmonitor.history.consume;

import static dev.statusmonitor.history.store.TestSamples.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.statusmonitor.contract.SampleRecord;
import dev.statusmonitor.contract.SeriesLists;
import dev.statusmonitor.embedded.Credentials;
import dev.statusmonitor.embedded.kafka.EmbeddedKafka;
import dev.statusmonitor.history.store.HostSample;
import dev.statusmonitor.history.store.NoRollUp;
import dev.statusmonitor.starter.kafka.KafkaSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** The consumer on a broker of its own, since it is stopped on the way. */
class BrokerAwayIT {
    @TempDir
    private Path temporary;

    private final Credentials credentials = Credentials.random("tests");
    private final List<HostSample> stored = new CopyOnWriteArrayList<>();
    private EmbeddedKafka broker;
    private KafkaSettings kafka;
    private SampleConsumer consumer;

    @BeforeEach
    void start() {
        broker = start(0);
        var properties = new HashMap<String, String>();
        broker.clientProperties().forEach((key, value) -> properties.put(key, value.toString()));
        properties.remove("bootstrap.servers");
        kafka = new KafkaSettings(List.of(broker.bootstrapServers()), null, null, properties);
        var settings = new ConsumeSettings(
                "samples",
                "history",
                Duration.ofMillis(50),
                DataSize.ofKilobytes(64),
                100,
                Duration.ofMinutes(5),
                ConsumeSettings.RewindWhen.AFTER_UNCLEAN_STOP,
                Duration.ofMillis(20));
        var folder = DataFolder.open(temporary.resolve("history"));
        consumer = new SampleConsumer(
                ConsumeConfiguration.consumer(kafka, settings, folder),
                settings,
                folder,
                Optional.empty(),
                stored::addAll,
                new SampleSorter(new SeriesLists(), host -> false, Duration.ofHours(26), Clock.systemUTC()),
                NoRollUp.INSTANCE,
                Clock.systemUTC(),
                new SimpleMeterRegistry());
    }

    private EmbeddedKafka start(int port) {
        return EmbeddedKafka.start(
                new EmbeddedKafka.Settings(temporary.resolve("kafka"), credentials, port, 0, Map.of(), message -> {}));
    }

    @AfterEach
    void stop() {
        consumer.stop();
        broker.close();
    }

    @Test
    void saysThatKafkaIsAwayAndGoesOnWhenItIsBack() throws Exception {
        consumer.start();
        // The topic comes after the consumer.
        await().untilAsserted(() -> assertThat(consumer.state()).isEqualTo(SampleConsumer.State.WAITING_FOR_KAFKA));
        try (Admin admin = Admin.create(kafka.client("tests"))) {
            admin.createTopics(List.of(new NewTopic("samples", 2, (short) 1)))
                    .all()
                    .get();
        }
        send(1);
        await().untilAsserted(() -> assertThat(stored).hasSize(1));
        assertThat(consumer.state()).isEqualTo(SampleConsumer.State.RUNNING);

        int port = Integer.parseInt(broker.bootstrapServers().replaceAll(".*:", ""));
        broker.close();
        await().untilAsserted(() -> assertThat(consumer.state()).isEqualTo(SampleConsumer.State.WAITING_FOR_KAFKA));
        assertThat(new ConsumerHealth(consumer).health().getDetails()).containsKey("reason");

        broker = start(port);
        send(2);
        await().untilAsserted(() -> assertThat(stored).hasSize(2));
        await().untilAsserted(() -> assertThat(consumer.state()).isEqualTo(SampleConsumer.State.RUNNING));
    }

    private void send(int value) throws Exception {
        try (var producer = new KafkaProducer<String, byte[]>(kafka.producer("tests"))) {
            var sample = sample("h1", System.currentTimeMillis(), Map.of("system.uptime", (double) value));
            producer.send(new ProducerRecord<>("samples", "h1", new SampleRecord(sample.sample(), 0).encode()))
                    .get();
        }
    }
}
