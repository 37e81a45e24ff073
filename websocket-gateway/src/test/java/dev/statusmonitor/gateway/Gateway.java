package dev.statusmonitor.gateway;

import dev.statusmonitor.contract.HostChange;
import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.contract.Topics;
import dev.statusmonitor.starter.hosts.HostChangeJson;
import dev.statusmonitor.starter.hosts.HostDirectory;
import dev.statusmonitor.testservers.TestKafka;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** A whole gateway, as it runs by itself: real Kafka, real HTTP, and {@link AuthDouble} where auth-service would be. */
public final class Gateway implements AutoCloseable {
    private static final AtomicLong VERSIONS = new AtomicLong();
    private static final AtomicLong IDS = new AtomicLong();

    private final ConfigurableApplicationContext context;

    private Gateway(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Starts one and waits until it reads samples. */
    public static Gateway start(AuthDouble auth, String... properties) {
        Kafka.prepare();
        var arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--statusmonitor.internal.services.auth-service=" + auth.uri(),
                "--statusmonitor.kafka.bootstrap-servers=" + TestKafka.get().bootstrapServers()));
        TestKafka.get().clientProperties().forEach((key, value) -> {
            if (!key.equals("bootstrap.servers")) {
                arguments.add("--statusmonitor.kafka.properties[" + key + "]=" + value);
            }
        });
        Arrays.stream(properties).forEach(property -> arguments.add("--" + property));
        var gateway = new Gateway(SpringApplication.run(GatewayApplication.class, arguments.toArray(String[]::new)));
        Awaitility.await()
                .until(() -> gateway.bean(dev.statusmonitor.gateway.consume.SampleConsumer.class)
                        .isFollowing());
        return gateway;
    }

    /** Its public address. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port"));
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** A counter or gauge by its name. */
    public double meter(String name) {
        var meter = bean(io.micrometer.core.instrument.MeterRegistry.class)
                .get(name)
                .meter();
        return meter.measure().iterator().next().getValue();
    }

    @Override
    public void close() {
        context.close();
    }

    /** An id that nobody else has. */
    public static String unique(String prefix) {
        return prefix + "-" + ProcessHandle.current().pid() + "-" + IDS.incrementAndGet();
    }

    /** Says whose a host is. */
    public static void publishHost(String hostId, @Nullable String ownerId, HostChange.State state) {
        long version = VERSIONS.incrementAndGet();
        var change = new HostChange(hostId, ownerId, hostId, List.of(), state, 1, version, System.currentTimeMillis());
        Kafka.send(Topics.HOSTS_CHANGES, hostId, HostChangeJson.write(change));
    }

    /** Says whose a host is, and waits until this gateway knows. */
    public void give(String hostId, String ownerId) {
        publishHost(hostId, ownerId, HostChange.State.ACTIVE);
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .until(() -> bean(HostDirectory.class).mayRead(ownerId, hostId));
    }

    /** Puts a sample into Kafka, as the ingestion edge does, and returns once Kafka has it. */
    public static void publish(String hostId, Sample sample) {
        Kafka.send(Topics.METRICS_SAMPLES, hostId, Samples.bytes(sample));
    }

    /** Puts samples into Kafka in their order, and returns once Kafka has them. */
    public static void publish(String hostId, List<Sample> samples) {
        samples.stream()
                .map(sample -> Kafka.PRODUCER.send(
                        new ProducerRecord<>(Topics.METRICS_SAMPLES, hostId, Samples.bytes(sample))))
                .toList()
                .forEach(Kafka::await);
    }

    /** Publishes an event of an incident, or what is none. */
    public static void incident(String hostId, String json) {
        Kafka.send(Topics.ALERTS_EVENTS, hostId, json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** The broker's topics and a producer, made on first use. */
    private static final class Kafka {
        private static final KafkaProducer<String, byte[]> PRODUCER = producer();

        private static KafkaProducer<String, byte[]> producer() {
            TestKafka kafka = TestKafka.get();
            kafka.createTopic(Topics.HOSTS_CHANGES, 3, Map.of("cleanup.policy", "compact"));
            kafka.createTopic(Topics.ALERTS_EVENTS, 3, Map.of());
            kafka.createTopic(Topics.METRICS_SAMPLES, 3, Map.of("message.timestamp.type", "LogAppendTime"));
            var config = new HashMap<>(kafka.clientProperties());
            config.put("linger.ms", 0);
            return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
        }

        static void prepare() {
            if (PRODUCER.metrics().isEmpty()) {
                throw new IllegalStateException("the producer does not run");
            }
        }

        static void send(String topic, String key, byte[] value) {
            await(PRODUCER.send(new ProducerRecord<>(topic, key, value)));
        }

        static void await(Future<RecordMetadata> sent) {
            try {
                sent.get(60, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException("Kafka did not take it", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }
}
