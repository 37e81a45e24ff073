package dev.statusmonitor.starter.kafka;

import dev.statusmonitor.contract.Topics;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Makes the platform's topics, and gives those that are there already the settings of today. */
public final class PlatformTopics {
    private static final long TIMEOUT_SECONDS = 20;

    private PlatformTopics() {}

    /** @throws IllegalStateException when the broker does not do it */
    public static void provide(Admin admin, TopicSettings settings) throws InterruptedException {
        Map<String, Map<String, String>> wanted =
                Map.of(Topics.METRICS_SAMPLES, settings.samples(), Topics.HOSTS_CHANGES, settings.hosts());
        try {
            var there = new HashMap<ConfigResource, Collection<AlterConfigOp>>();
            for (var topic : wanted.entrySet()) {
                if (!make(admin, topic.getKey(), topic.getValue(), settings)) {
                    there.put(
                            new ConfigResource(ConfigResource.Type.TOPIC, topic.getKey()),
                            operations(topic.getValue()));
                }
            }
            admin.incrementalAlterConfigs(there).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            awaitLed(admin, wanted.keySet());
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the broker did not make the topics", e);
        }
    }

    /** @return false where it was there, made by an earlier run or just now by the service that writes to it */
    private static boolean make(Admin admin, String topic, Map<String, String> config, TopicSettings settings)
            throws ExecutionException, TimeoutException, InterruptedException {
        try {
            admin.createTopics(
                            List.of(new NewTopic(topic, settings.partitions(), settings.replication()).configs(config)))
                    .all()
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw e;
        }
    }

    /**
     * The controller has made them; the brokers hear of it a moment later. A consumer that comes before waits long, and of
     * a producer's first requests one may be refused and the next taken: the first is then out of order for Kafka however
     * often it is sent again, and all that follow it fail with it.
     */
    private static void awaitLed(Admin admin, Collection<String> topics)
            throws ExecutionException, TimeoutException, InterruptedException {
        var all = new HashMap<TopicPartition, OffsetSpec>();
        known(() -> admin.describeTopics(topics).allTopicNames())
                .forEach((topic, description) -> description.partitions().forEach(partition -> {
                    all.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest());
                }));
        // Only a leader answers this, and until there is one the client asks again.
        known(() -> admin.listOffsets(all).all());
    }

    /** Asks until the broker that is asked knows the topics. */
    private static <T> T known(Supplier<KafkaFuture<T>> question)
            throws ExecutionException, TimeoutException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (true) {
            try {
                return question.get().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() > deadline) {
                    throw e;
                }
                Thread.sleep(20);
            }
        }
    }

    private static List<AlterConfigOp> operations(Map<String, String> config) {
        return config.entrySet().stream()
                .map(entry ->
                        new AlterConfigOp(new ConfigEntry(entry.getKey(), entry.getValue()), AlterConfigOp.OpType.SET))
                .toList();
    }
}
