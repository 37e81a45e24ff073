package dev.statusmonitor.gateway.consume;

import dev.statusmonitor.contract.Topics;
import dev.statusmonitor.starter.StartOrder;
import dev.statusmonitor.starter.StopsBesideOthers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Follows {@code alerts.events} from now on, and says whose incidents changed. A page fetches them when it begins, so
 * what came before needs no telling.
 */
public final class IncidentConsumer implements StopsBesideOthers {
    private static final Logger log = LoggerFactory.getLogger(IncidentConsumer.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final CloseOptions AT_ONCE = CloseOptions.timeout(Duration.ZERO);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final long PARTITIONS_EVERY = TimeUnit.MINUTES.toNanos(1);

    private final Map<String, Object> config;
    private final Consumer<String> changed;
    private volatile @Nullable Thread thread;
    private volatile @Nullable KafkaConsumer<String, byte[]> consumer;

    /**
     * @param reader a consumer's configuration without a group
     * @param changed is told the account, on one thread
     */
    public IncidentConsumer(Map<String, Object> reader, Consumer<String> changed) {
        this.config = new HashMap<>(reader);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        // Mostly nothing happens.
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 2_000);
        this.changed = changed;
    }

    @Override
    public synchronized void start() {
        if (thread == null) {
            Thread reader =
                    Thread.ofPlatform().name("gateway-incidents").daemon().unstarted(this::run);
            thread = reader;
            reader.start();
        }
    }

    @Override
    public synchronized void stop() {
        Thread reader = thread;
        thread = null;
        KafkaConsumer<String, byte[]> current = consumer;
        if (current != null) {
            current.wakeup();
        }
        if (reader != null) {
            reader.interrupt();
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
            try {
                read();
                troubled = false;
                // The topic is not there before alert-service has made it.
                Thread.sleep(RETRY);
            } catch (WakeupException | org.apache.kafka.common.errors.InterruptException e) {
                // Stopping.
            } catch (InterruptedException e) {
                return;
            } catch (KafkaException e) {
                if (!troubled) {
                    log.atWarn().setCause(e).log("changes of incidents cannot be read; it goes on as soon as they can");
                    troubled = true;
                }
                try {
                    Thread.sleep(RETRY);
                } catch (InterruptedException interrupted) {
                    return;
                }
            }
        }
    }

    private void read() {
        var kafka = new KafkaConsumer<String, byte[]>(config);
        consumer = kafka;
        try {
            follow(kafka);
        } finally {
            consumer = null;
            // No group waits for it, and its last fetch would.
            kafka.close(AT_ONCE);
        }
    }

    private void follow(KafkaConsumer<String, byte[]> kafka) {
        List<TopicPartition> partitions = partitions(kafka);
        if (partitions.isEmpty()) {
            return;
        }
        kafka.assign(partitions);
        kafka.seekToEnd(partitions);
        long until = System.nanoTime() + PARTITIONS_EVERY;
        while (isRunning()) {
            for (ConsumerRecord<String, byte[]> each : kafka.poll(POLL)) {
                tell(each);
            }
            if (System.nanoTime() - until > 0) {
                until = System.nanoTime() + PARTITIONS_EVERY;
                if (partitions(kafka).size() != partitions.size()) {
                    return;
                }
            }
        }
    }

    private static List<TopicPartition> partitions(KafkaConsumer<String, byte[]> kafka) {
        // Only a list of all topics does not fail for one that is not there.
        return kafka.listTopics().getOrDefault(Topics.ALERTS_EVENTS, List.of()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    private void tell(ConsumerRecord<String, byte[]> each) {
        try {
            String account = JSON.readTree(each.value()).path("account").asString("");
            if (!account.isEmpty()) {
                changed.accept(account);
            }
        } catch (JacksonException e) {
            log.atDebug().setCause(e).log("an event that cannot be read is passed over");
        }
    }
}
