package dev.statusmonitor.history;

import dev.statusmonitor.contract.HostChange;
import dev.statusmonitor.contract.SampleRecord;
import dev.statusmonitor.contract.Topics;
import dev.statusmonitor.history.store.HostSample;
import dev.statusmonitor.starter.hosts.HostChangeJson;
import dev.statusmonitor.starter.kafka.KafkaSettings;
import dev.statusmonitor.testservers.TestKafka;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A topic of samples of one's own, and the topic of hosts, on the broker that all tests share. */
public final class TestTopics implements AutoCloseable {
    private static final int PARTITIONS = 4;

    private final TestKafka kafka = TestKafka.get();
    private final String samples;
    private final KafkaProducer<String, byte[]> producer;

    public TestTopics() {
        samples = kafka.createUniqueTopic(
                Topics.METRICS_SAMPLES, PARTITIONS, Map.of("message.timestamp.type", "LogAppendTime"));
        makeHostsTopic();
        producer = new KafkaProducer<>(settings().producer("tests"));
    }

    private synchronized void makeHostsTopic() {
        try (Admin admin = Admin.create(kafka.clientProperties())) {
            if (!admin.listTopics().names().get().contains(Topics.HOSTS_CHANGES)) {
                kafka.createTopic(Topics.HOSTS_CHANGES, 1, Map.of("cleanup.policy", "compact"));
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The name of the topic of samples. */
    public String samples() {
        return samples;
    }

    public KafkaSettings settings() {
        return new KafkaSettings(List.of(kafka.bootstrapServers()), null, null, properties());
    }

    /** Client properties without the address. */
    public Map<String, String> properties() {
        var properties = new HashMap<String, String>();
        kafka.clientProperties().forEach((key, value) -> properties.put(key, value.toString()));
        properties.remove("bootstrap.servers");
        return properties;
    }

    /** Sends samples and waits until Kafka has them. */
    public void send(List<HostSample> batch) {
        var sent = new ArrayList<Future<?>>();
        for (HostSample each : batch) {
            byte[] value = new SampleRecord(each.sample(), each.sample().timestamp()).encode();
            sent.add(producer.send(new ProducerRecord<>(samples, each.host(), value)));
        }
        sent.forEach(TestTopics::get);
    }

    /** Sends something that is no sample. */
    public void sendBroken(String host) {
        get(producer.send(new ProducerRecord<>(samples, host, new byte[] {9, 9, 9})));
    }

    /** Publishes the state of a host. */
    public void host(String id, @Nullable String owner, HostChange.State state, long version) {
        var change = new HostChange(id, owner, id, List.of(), state, 0, version, 0);
        get(producer.send(new ProducerRecord<>(Topics.HOSTS_CHANGES, id, HostChangeJson.write(change))));
    }

    /** How many records of the topic of samples the group has committed. */
    public long committed(String group) {
        try (Admin admin = Admin.create(kafka.clientProperties())) {
            return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().entrySet().stream()
                    .filter(each -> each.getKey().topic().equals(samples))
                    .mapToLong(each -> each.getValue().offset())
                    .sum();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** How many records the topic of samples has. */
    public long end() {
        try (Admin admin = Admin.create(kafka.clientProperties())) {
            var ends = new HashMap<TopicPartition, OffsetSpec>();
            for (int i = 0; i < PARTITIONS; i++) {
                ends.put(new TopicPartition(samples, i), OffsetSpec.latest());
            }
            return admin.listOffsets(ends).all().get().values().stream()
                    .mapToLong(each -> each.offset())
                    .sum();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
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
        try (Admin admin = Admin.create(kafka.clientProperties())) {
            get(admin.deleteTopics(Set.of(samples)).all().toCompletionStage().toCompletableFuture());
        }
    }
}
