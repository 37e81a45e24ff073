package dev.statusmonitor.starter.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How to reach Kafka. Keys are host ids as text; values are bytes, which each consumer decodes itself, so that one
 * broken record never stops a consumer.
 *
 * @param bootstrapServers {@code host:port}, one at least
 * @param username to sign on with (SASL); null where Kafka asks for nothing, or {@code properties} say it
 * @param password that goes with the name
 * @param properties further Kafka client properties for every client, such as those of TLS; they replace ours
 */
@ConfigurationProperties("statusmonitor.kafka")
public record KafkaSettings(
        @DefaultValue("127.0.0.1:9092") List<String> bootstrapServers,
        @Nullable String username,
        @Nullable String password,
        @DefaultValue Map<String, String> properties) {

    private static final String MODULES = "org.apache.kafka.common.security.";

    /** What every client needs; for an admin client it is enough. */
    public Map<String, Object> client(String clientId) {
        var config = new HashMap<String, Object>();
        if (username != null && password != null) {
            config.putAll(signOn(username, password));
        }
        config.putAll(properties);
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        config.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
        return config;
    }

    /** A producer that has every broker's word ({@code acks=all}) and writes nothing twice. */
    public Map<String, Object> producer(String clientId) {
        Map<String, Object> config = client(clientId);
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        return config;
    }

    /**
     * A consumer of a group that commits by itself what it is done with, and begins at the beginning.
     *
     * @param instance by which it is known again: one that was killed takes up its partitions without a wait for the
     *     dead one
     */
    public Map<String, Object> consumer(String clientId, String group, String instance) {
        Map<String, Object> config = reader(clientId);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance);
        config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
        config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
        // So often, too, the thread of the heartbeats looks whether one is due.
        config.put(ConsumerConfig.RETRY_BACKOFF_MS_CONFIG, 500L);
        return config;
    }

    /** A consumer without a group, for partitions that it assigns itself. */
    public Map<String, Object> reader(String clientId) {
        Map<String, Object> config = client(clientId);
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // A record ends the wait at once; what is asked of the same connection meanwhile waits as long, and so does a
        // stop.
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 1_000);
        return config;
    }

    /** SASL in plain text unless {@code properties} say otherwise: {@code SCRAM-SHA-512}, or {@code SASL_SSL}. */
    private Map<String, String> signOn(String user, String secret) {
        String mechanism = properties.getOrDefault(SaslConfigs.SASL_MECHANISM, "PLAIN");
        String module = mechanism.startsWith("SCRAM") ? "scram.ScramLoginModule" : "plain.PlainLoginModule";
        return Map.of(
                CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
                "SASL_PLAINTEXT",
                SaslConfigs.SASL_MECHANISM,
                mechanism,
                SaslConfigs.SASL_JAAS_CONFIG,
                MODULES + module + " required username=\"" + quoted(user) + "\" password=\"" + quoted(secret) + "\";");
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "KafkaSettings[" + bootstrapServers + "]";
    }
}
