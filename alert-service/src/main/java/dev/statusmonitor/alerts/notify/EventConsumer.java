package dev.statusmonitor.alerts.notify;

import dev.statusmonitor.alerts.incident.AlertEvent;
import dev.statusmonitor.alerts.publish.EventTopic;
import dev.statusmonitor.starter.kafka.GroupMembership;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Makes messages of events, on a thread of its own. An offset is committed when the messages are in the database. */
final class EventConsumer {
    private static final Logger log = LoggerFactory.getLogger(EventConsumer.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Map<String, Object> config;
    private final EventTopic topic;
    private final Channels channels;
    private final Lanes lanes;
    private final Duration tooOld;
    private final Clock clock;
    private volatile @Nullable Thread thread;
    private volatile @Nullable KafkaConsumer<String, byte[]> consumer;

    /** @param tooOld events that are older are not told any more */
    EventConsumer(
            Map<String, Object> config,
            EventTopic topic,
            Channels channels,
            Lanes lanes,
            Duration tooOld,
            Clock clock) {
        this.config = config;
        this.topic = topic;
        this.channels = channels;
        this.lanes = lanes;
        this.tooOld = tooOld;
        this.clock = clock;
    }

    synchronized void start() {
        Thread started = Thread.ofPlatform().name("alerts-notify").daemon().unstarted(this::run);
        thread = started;
        started.start();
    }

    synchronized void stop() {
        Thread stopping = thread;
        thread = null;
        KafkaConsumer<String, byte[]> current = consumer;
        if (current != null) {
            current.wakeup();
        }
        if (stopping != null) {
            try {
                stopping.join(Duration.ofSeconds(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        boolean troubled = false;
        while (thread == Thread.currentThread()) {
            try {
                topic.provide();
                try (var kafka = new KafkaConsumer<String, byte[]>(config);
                        var _ = new GroupMembership(kafka)) {
                    consumer = kafka;
                    kafka.subscribe(List.of(topic.name()));
                    if (troubled) {
                        log.info("events become messages again");
                        troubled = false;
                    }
                    while (thread == Thread.currentThread()) {
                        ConsumerRecords<String, byte[]> records = kafka.poll(POLL);
                        if (!records.isEmpty()) {
                            tell(records);
                            kafka.commitAsync();
                        }
                    }
                } finally {
                    consumer = null;
                }
            } catch (WakeupException e) {
                // Stopping.
            } catch (InterruptedException e) {
                return;
            } catch (KafkaException | IllegalStateException | DataAccessException | TransactionException e) {
                if (!troubled) {
                    log.atWarn().setCause(e).log("events do not become messages now; they are kept");
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

    private void tell(ConsumerRecords<String, byte[]> records) {
        var events = new ArrayList<AlertEvent>(records.count());
        for (ConsumerRecord<String, byte[]> each : records) {
            try {
                if (each.value() != null) {
                    AlertEvent event = AlertEvent.read(each.value());
                    if (event.tell() && each.timestamp() > clock.millis() - tooOld.toMillis()) {
                        events.add(event);
                    }
                }
            } catch (IllegalArgumentException e) {
                log.atError()
                        .setCause(e)
                        .addKeyValue("offset", each.offset())
                        .log("an event cannot be read and is passed over");
            }
        }
        if (!events.isEmpty()) {
            channels.deliver(events).forEach(lanes::offer);
        }
    }
}
