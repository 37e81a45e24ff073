package dev.statusmonitor.alerts;

import dev.statusmonitor.contract.HostChange;
import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.contract.SampleRecord;
import dev.statusmonitor.contract.Topics;
import dev.statusmonitor.starter.hosts.HostChangeJson;
import dev.statusmonitor.starter.kafka.KafkaSettings;
import dev.statusmonitor.testservers.TestKafka;
import dev.statusmonitor.testservers.Unique;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Topics of samples and events of one's own, and the topic of hosts, on the broker that all tests share. */
final class TestTopics implements AutoCloseable {
    private final TestKafka kafka = TestKafka.get();
    final String samples;
    final String events = Unique.name(Topics.ALERTS_EVENTS);
    private final KafkaProducer<String, byte[]> producer;

    TestTopics() throws Exception {
        samples = kafka.createUniqueTopic(Topics.METRICS_SAMPLES, 4, Map.of("message.timestamp.type", "LogAppendTime"));
        try (Admin admin = Admin.create(kafka.clientProperties())) {
            if (!admin.listTopics().names().get().contains(Topics.HOSTS_CHANGES)) {
                kafka.createTopic(Topics.HOSTS_CHANGES, 1, Map.of("cleanup.policy", "compact"));
            }
        }
        producer = new KafkaProducer<>(settings().producer("tests"));
    }

    KafkaSettings settings() {
        return new KafkaSettings(List.of(kafka.bootstrapServers()), null, null, properties());
    }

    /** Client properties without the address. */
    Map<String, String> properties() {
        var properties = new HashMap<String, String>();
        kafka.clientProperties().forEach((key, value) -> properties.put(key, value.toString()));
        properties.remove("bootstrap.servers");
        return properties;
    }

    /** Sends a sample and waits until Kafka has it. */
    void send(String host, Sample sample) {
        byte[] value = new SampleRecord(sample, sample.timestamp()).encode();
        get(producer.send(new ProducerRecord<>(samples, host, value)));
    }

    /** Sends something that is no sample. */
    void sendBroken(String host) {
        get(producer.send(new ProducerRecord<>(samples, host, new byte[] {9, 9, 9})));
    }

    /** Publishes the state of a host. */
    void host(String id, String owner, List<String> tags, HostChange.State state, long version) {
        var change = new HostChange(id, owner, "name of " + id, tags, state, 0, version, 0);
        get(producer.send(new ProducerRecord<>(Topics.HOSTS_CHANGES, id, HostChangeJson.write(change))));
    }

    private static void get(Future<?> future) {
        try {
            future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
