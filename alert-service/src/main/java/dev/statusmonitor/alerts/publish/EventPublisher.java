package dev.statusmonitor.alerts.publish;

import dev.statusmonitor.starter.database.Leases;
import dev.statusmonitor.starter.relay.Relay;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaTemplate;

/**
 * Carries events from the outbox to Kafka, in their order; one leaves the outbox once Kafka has it. One instance at a
 * time does so. After a crash some are published again, with the same id.
 */
public final class EventPublisher implements Relay.Work {
    private static final int BATCH = 500;
    private static final String LEASE = "publish events";
    private static final Duration LEASE_LENGTH = Duration.ofSeconds(10);
    /** Within the lease. */
    private static final Duration PATIENCE = Duration.ofSeconds(6);

    private final JdbcClient jdbc;
    private final Leases leases;
    private final KafkaTemplate<String, byte[]> kafka;
    private final EventTopic topic;
    private final String instance;
    private final Counter published;
    private final Clock clock;
    private boolean begun;
    private long leasedUntil;

    /** @param instance names this instance; another one waits until it is done, or dead for ten seconds */
    public EventPublisher(
            JdbcClient jdbc,
            Leases leases,
            KafkaTemplate<String, byte[]> kafka,
            EventTopic topic,
            String instance,
            MeterRegistry meters,
            Clock clock) {
        this.jdbc = jdbc;
        this.leases = leases;
        this.kafka = kafka;
        this.topic = topic;
        this.instance = instance;
        this.published = meters.counter("statusmonitor.alerts.events.published");
        this.clock = clock;
    }

    private record Pending(String id, String host, String event) {}

    @Override
    public boolean run() throws Exception {
        if (!begun) {
            topic.provide();
            begun = true;
        }
        List<Pending> pending = jdbc.sql("SELECT id, host_id, event FROM event_outbox ORDER BY id LIMIT :limit")
                .param("limit", BATCH)
                .query((row, number) ->
                        new Pending(row.getString("id"), row.getString("host_id"), row.getString("event")))
                .list();
        if (pending.isEmpty()) {
            return false;
        }
        long now = clock.millis();
        if (now > leasedUntil - LEASE_LENGTH.dividedBy(2).toMillis()) {
            if (!leases.take(LEASE, instance, now, LEASE_LENGTH)) {
                return false;
            }
            leasedUntil = now + LEASE_LENGTH.toMillis();
        }
        var sent = new ArrayList<CompletableFuture<?>>(pending.size());
        for (Pending each : pending) {
            sent.add(kafka.send(topic.name(), each.host, each.event.getBytes(StandardCharsets.UTF_8)));
        }
        var told = new ArrayList<String>(pending.size());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            for (int i = 0; i < sent.size(); i++) {
                sent.get(i).get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                told.add(pending.get(i).id);
            }
        } catch (ExecutionException | TimeoutException e) {
            // When Kafka is well again, it may be another one, with nothing in it.
            begun = false;
            throw new IllegalStateException("Kafka did not take an event", e);
        } finally {
            if (!told.isEmpty()) {
                jdbc.sql("DELETE FROM event_outbox WHERE id IN (:ids)")
                        .param("ids", told)
                        .update();
                published.increment(told.size());
            }
        }
        return pending.size() == BATCH;
    }

    /** Lets another instance go on at once. */
    public void release() {
        leases.release(LEASE, instance);
    }
}
