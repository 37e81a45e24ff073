package dev.statusmonitor.ingestion.publish;

import dev.statusmonitor.starter.kafka.KafkaSettings;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How samples go to Kafka.
 *
 * @param maxBlock how long a request waits for a place in the producer's memory or for the topic to be known
 * @param requestTimeout after what time an unanswered request to a broker is given up
 * @param deliveryTimeout after what time a sample is given up, and its request answered by 503
 * @param linger how long a sample waits for others to share its request to the broker, whose cost is mostly by the
 *     request; only where 500 requests a second or more come, otherwise not at all
 * @param compression of batches, one of Kafka's names; records carry their names packed, so that little is left to
 *     compress
 * @param batchSize the most bytes that share a batch
 * @param memory for samples that are on their way
 * @param maxInFlight how many samples may be on their way at once
 */
@Validated
@ConfigurationProperties("statusmonitor.ingestion.publish")
public record PublishSettings(
        @DefaultValue("500ms") Duration maxBlock,
        @DefaultValue("4s") Duration requestTimeout,
        @DefaultValue("5s") Duration deliveryTimeout,
        @DefaultValue("10ms") Duration linger,
        @DefaultValue("none") @NotBlank String compression,
        @DefaultValue("64KB") DataSize batchSize,
        @DefaultValue("32MB") DataSize memory,
        @DefaultValue("10000") @Min(1) int maxInFlight) {

    Map<String, Object> producer(KafkaSettings kafka) {
        Map<String, Object> config = kafka.producer("ingestion");
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, maxBlock.toMillis());
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) requestTimeout.toMillis());
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) deliveryTimeout.toMillis());
        config.put(ProducerConfig.LINGER_MS_CONFIG, linger.toMillis());
        // What comes while a request is on its way goes with the next.
        config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, compression);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, (int) batchSize.toBytes());
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, memory.toBytes());
        // A broker that came back is found again at once.
        config.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 250L);
        return config;
    }
}
