package dev.statusmonitor.testservers;

import dev.statusmonitor.embedded.Credentials;
import dev.statusmonitor.embedded.kafka.EmbeddedKafka;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The broker that all integration tests of a JVM share: the one of standalone. It makes no topic by itself. */
public final class TestKafka {
    private static final int TIMEOUT_SECONDS = 30;

    private final EmbeddedKafka broker;

    private TestKafka(EmbeddedKafka broker) {
        this.broker = broker;
    }

    private static final class Holder {
        static final TestKafka INSTANCE = start();
    }

    /** The broker; started on the first call. */
    public static TestKafka get() {
        return Holder.INSTANCE;
    }

    private static TestKafka start() {
        var broker =
                EmbeddedKafka.start(new EmbeddedKafka.Settings(TestFolder.of("kafka"), Credentials.random("tests")));
        AtEnd.close(broker);
        return new TestKafka(broker);
    }

    /** Address and credentials for producers, consumers and admins. */
    public Map<String, Object> clientProperties() {
        return broker.clientProperties();
    }

    /** {@code host:port}. */
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /**
     * Makes a topic, and waits until the broker leads its partitions: of a producer's first requests one would otherwise be
     * refused and the next taken, after which Kafka calls the first one out of order until it is given up.
     *
     * @param config topic properties, such as {@code cleanup.policy}
     */
    public void createTopic(String name, int partitions, Map<String, String> config) {
        try (var admin = Admin.create(clientProperties())) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1).configs(config)))
                    .all()
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            var all = new HashMap<TopicPartition, OffsetSpec>();
            for (int i = 0; i < partitions; i++) {
                all.put(new TopicPartition(name, i), OffsetSpec.latest());
            }
            awaitLed(admin, all);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("topic " + name + " was not made", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The controller has made it; the broker hears of it a moment later, and until then does not know the topic. */
    private static void awaitLed(Admin admin, Map<TopicPartition, OffsetSpec> all)
            throws ExecutionException, TimeoutException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (true) {
            try {
                admin.listOffsets(all).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() > deadline) {
                    throw e;
                }
                Thread.sleep(20);
            }
        }
    }

    /** Makes a topic of this prefix and a random end, and returns its name. */
    public String createUniqueTopic(String prefix, int partitions, Map<String, String> config) {
        String name = Unique.name(prefix);
        createTopic(name, partitions, config);
        return name;
    }
}
