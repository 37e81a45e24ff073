package dev.statusmonitor.gateway.consume;

import dev.statusmonitor.contract.Topics;
import dev.statusmonitor.starter.StartOrder;
import dev.statusmonitor.starter.StopsBesideOthers;
import dev.statusmonitor.starter.hosts.HostDirectory;
import dev.statusmonitor.starter.kafka.Pace;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads every partition of {@code metrics.samples}, from two minutes ago on, and hands each record on. It assigns the
 * partitions itself and commits nothing: each gateway needs every sample, a start wants the last two minutes whatever
 * was read before, and a group that is never joined leaves nothing behind in Kafka.
 */
public final class SampleConsumer implements StopsBesideOthers {
    private static final Logger log = LoggerFactory.getLogger(SampleConsumer.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofMillis(500);
    private static final long LAG_EVERY = TimeUnit.SECONDS.toNanos(1);
    private static final long PARTITIONS_EVERY = TimeUnit.MINUTES.toNanos(1);
    private static final long WARN_EVERY = TimeUnit.MINUTES.toNanos(1);

    private final Map<String, Object> config;
    private final Duration refill;
    private final HostDirectory directory;
    private final SampleSink sink;
    private final Clock clock;

    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private volatile @Nullable Thread thread;
    private volatile @Nullable KafkaConsumer<String, ByteBuffer> consumer;
    private volatile boolean following;
    private volatile long lag;
    private long failedAt;

    /**
     * @param reader a consumer's configuration without a group, as {@link
     *     dev.statusmonitor.starter.kafka.KafkaSettings#reader} gives it
     * @param group the name by which Kafka knows this gateway
     * @param refill how far back to begin
     * @param directory begins once this is current
     * @param sink gets every record, on one thread
     */
    public SampleConsumer(
            Map<String, Object> reader,
            String group,
            Duration refill,
            HostDirectory directory,
            SampleSink sink,
            Clock clock) {
        this.config = new HashMap<>(reader);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        // The records are read where they lie; a copy of each would cost more than all that is read of most.
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteBufferDeserializer.class);
        // Whoever has fallen behind what Kafka keeps goes on with what is new.
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        config.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 << 20);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
        this.refill = refill;
        this.directory = directory;
        this.sink = sink;
        this.clock = clock;
    }

    /** Whether it reads. */
    public boolean isFollowing() {
        return following;
    }

    /** How many records it had not read when it last looked, about a second ago. */
    public long lag() {
        return lag;
    }

    @Override
    public synchronized void start() {
        if (thread == null) {
            Thread reader =
                    Thread.ofPlatform().name("gateway-consumer").daemon().unstarted(this::run);
            thread = reader;
            reader.start();
        }
    }

    @Override
    public synchronized void stop() {
        Thread reader = thread;
        thread = null;
        KafkaConsumer<String, ByteBuffer> current = consumer;
        if (current != null) {
            current.wakeup();
        }
        if (reader != null) {
            try {
                reader.join(Duration.ofSeconds(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    @Override
    public int getPhase() {
        return StartOrder.CONSUMERS;
    }

    private void run() {
        boolean troubled = false;
        while (isRunning()) {
            try (var kafka = new KafkaConsumer<String, ByteBuffer>(config)) {
                consumer = kafka;
                if (directory.awaitCurrent(POLL) && begin(kafka)) {
                    if (troubled) {
                        log.info("reads samples again");
                        troubled = false;
                    }
                    follow(kafka);
                }
            } catch (WakeupException e) {
                // Stopping.
            } catch (InterruptedException e) {
                return;
            } catch (KafkaException e) {
                if (!troubled) {
                    log.atWarn().setCause(e).log("samples cannot be read; it goes on as soon as they can");
                    troubled = true;
                }
                pause();
            } finally {
                consumer = null;
                following = false;
            }
        }
    }

    /** Takes its place in every partition; whether there are any. */
    private boolean begin(KafkaConsumer<String, ByteBuffer> kafka) {
        Set<TopicPartition> partitions = partitions(kafka);
        if (partitions.isEmpty()) {
            pause();
            return false;
        }
        kafka.assign(partitions);
        long from = clock.instant().minus(refill).toEpochMilli();
        Map<TopicPartition, Long> asked = partitions.stream()
                .filter(partition -> !positions.containsKey(partition))
                .collect(Collectors.toMap(partition -> partition, partition -> from));
        var toEnd = new HashSet<TopicPartition>();
        Map<TopicPartition, @Nullable OffsetAndTimestamp> found = kafka.offsetsForTimes(asked);
        for (TopicPartition partition : asked.keySet()) {
            OffsetAndTimestamp offset = found.get(partition);
            if (offset == null) {
                toEnd.add(partition);
            } else {
                kafka.seek(partition, offset.offset());
            }
        }
        if (!toEnd.isEmpty()) {
            kafka.seekToEnd(toEnd);
        }
        positions.forEach((partition, position) -> {
            if (partitions.contains(partition)) {
                kafka.seek(partition, position);
            }
        });
        partitions.forEach(partition -> positions.put(partition, kafka.position(partition)));
        return true;
    }

    private void follow(KafkaConsumer<String, ByteBuffer> kafka) {
        Set<TopicPartition> partitions = Set.copyOf(kafka.assignment());
        following = true;
        long lagAt = System.nanoTime();
        long partitionsAt = System.nanoTime();
        var pace = new Pace();
        while (isRunning()) {
            pace.await();
            ConsumerRecords<String, ByteBuffer> records = kafka.poll(POLL);
            for (ConsumerRecord<String, ByteBuffer> each : records) {
                handOn(each);
            }
            records.partitions().forEach(partition -> positions.put(partition, kafka.position(partition)));
            long now = System.nanoTime();
            if (now - lagAt >= LAG_EVERY) {
                lagAt = now;
                lag = lag(kafka, partitions);
            }
            if (now - partitionsAt >= PARTITIONS_EVERY) {
                partitionsAt = now;
                if (!partitions(kafka).equals(partitions)) {
                    // Begins again, and finds the new ones.
                    return;
                }
            }
        }
    }

    /** What fails for one sample must not end the reading of all: that would be an outage for everybody. */
    private void handOn(ConsumerRecord<String, ByteBuffer> each) {
        try {
            sink.accept(each.key(), each.value());
        } catch (RuntimeException e) {
            long now = System.nanoTime();
            if (failedAt == 0 || now - failedAt >= WARN_EVERY) {
                failedAt = now;
                log.atError()
                        .setCause(e)
                        .addKeyValue("partition", each.partition())
                        .addKeyValue("offset", each.offset())
                        .log("a sample could not be handed on for a reason that nobody foresaw, and is passed over");
            }
        }
    }

    private static Set<TopicPartition> partitions(KafkaConsumer<String, ByteBuffer> kafka) {
        return kafka.partitionsFor(Topics.METRICS_SAMPLES).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .collect(Collectors.toSet());
    }

    private static long lag(KafkaConsumer<String, ByteBuffer> kafka, Collection<TopicPartition> partitions) {
        long sum = 0;
        for (TopicPartition partition : partitions) {
            OptionalLong each = kafka.currentLag(partition);
            sum += each.orElse(0);
        }
        return sum;
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
