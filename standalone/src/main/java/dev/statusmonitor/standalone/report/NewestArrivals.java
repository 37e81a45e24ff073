package dev.statusmonitor.standalone.report;

import dev.statusmonitor.contract.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * When the newest sample of each host arrived, read from the last seconds of the topic, and only when somebody asks:
 * it costs nothing otherwise, and believes no service's word. For use by one thread at a time.
 */
final class NewestArrivals implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);

    private final KafkaConsumer<String, Void> consumer;

    /** @param reader a consumer's configuration, without a group */
    NewestArrivals(Map<String, Object> reader) {
        this.consumer = new KafkaConsumer<>(reader, new StringDeserializer(), new Ignored());
    }

    /**
     * Looks back that far.
     *
     * @param within gives up reading after that time, with what it has
     * @return host ids and the arrival of the newest sample, Unix ms
     */
    Map<String, Long> since(long start, Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.METRICS_SAMPLES, within).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, within);
        var times = new HashMap<TopicPartition, Long>();
        partitions.forEach(partition -> times.put(partition, start));
        Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(times, within);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp found = starts.get(partition);
            consumer.seek(partition, found == null ? ends.getOrDefault(partition, 0L) : found.offset());
        }
        var newest = new HashMap<String, Long>();
        while (System.nanoTime() < deadline && !atEnd(ends)) {
            consumer.poll(POLL).forEach(record -> newest.merge(record.key(), record.timestamp(), Math::max));
        }
        consumer.assign(List.of());
        return newest;
    }

    private boolean atEnd(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    @Override
    public void close() {
        consumer.close();
    }

    /** The values are not even copied. */
    private static final class Ignored implements Deserializer<Void> {
        @Override
        @SuppressWarnings("NullAway") // Kafka's way to say that there is no value
        public Void deserialize(String topic, byte[] data) {
            return null;
        }

        @Override
        @SuppressWarnings("NullAway") // as above
        public Void deserialize(String topic, Headers headers, ByteBuffer data) {
            return null;
        }
    }
}
