package dev.statusmonitor.auth.publish;

import dev.statusmonitor.auth.host.Host;
import dev.statusmonitor.auth.host.HostStore;
import dev.statusmonitor.starter.database.Leases;
import dev.statusmonitor.starter.hosts.HostChangeJson;
import dev.statusmonitor.starter.relay.Relay;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.springframework.kafka.core.KafkaTemplate;

/**
 * Tells the other services of hosts' changes: what lies in the outbox goes to Kafka, and leaves the outbox once every
 * broker has it. One instance at a time does so, so that an older state of a host never comes after a newer one.
 */
public final class ChangePublisher implements Relay.Work {
    private static final int BATCH = 500;
    private static final String LEASE = "publish changes";
    private static final Duration LEASE_LENGTH = Duration.ofSeconds(10);

    /** Within the lease, with room to spare: the producer gives up after five seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(6);

    private final Outbox outbox;
    private final HostStore hosts;
    private final Leases leases;
    private final KafkaTemplate<String, byte[]> kafka;
    private final Map<String, Object> adminConfig;
    private final PublishSettings settings;
    private final Counter published;
    private final Clock clock;
    private final String instance;
    private boolean begun;

    /**
     * @param adminConfig to make the topic with
     * @param instance names this instance of the service; another one waits until this one is done, or dead for ten
     *     seconds
     */
    public ChangePublisher(
            Outbox outbox,
            HostStore hosts,
            Leases leases,
            KafkaTemplate<String, byte[]> kafka,
            Map<String, Object> adminConfig,
            PublishSettings settings,
            String instance,
            MeterRegistry meters,
            Clock clock) {
        this.outbox = outbox;
        this.hosts = hosts;
        this.leases = leases;
        this.kafka = kafka;
        this.adminConfig = adminConfig;
        this.settings = settings;
        this.instance = instance;
        this.published = meters.counter("statusmonitor.auth.changes.published");
        this.clock = clock;
    }

    @Override
    public boolean run() throws Exception {
        if (!begun) {
            makeTopic();
            // Kafka's folder may have been lost, or the topic made anew.
            outbox.putAllChanges();
            begun = true;
        }
        if (!leases.take(LEASE, instance, clock.millis(), LEASE_LENGTH)) {
            return false;
        }
        List<Outbox.Pending> pending = outbox.changes(BATCH);
        if (pending.isEmpty()) {
            return false;
        }
        try {
            publish(pending);
        } catch (Exception e) {
            // Whatever ails Kafka: when it is well again, it may be another one, with nothing in it.
            begun = false;
            throw e;
        }
        return true;
    }

    private void publish(List<Outbox.Pending> pending) throws Exception {
        Map<String, Host> byId = hosts
                .findAll(pending.stream().map(Outbox.Pending::hostId).toList())
                .stream()
                .collect(Collectors.toMap(Host::id, host -> host));
        var sent = new ArrayList<Sent>(pending.size());
        for (Outbox.Pending change : pending) {
            Host host = byId.get(change.hostId());
            if (host != null) {
                byte[] value = HostChangeJson.write(host.toChange());
                CompletableFuture<?> done = kafka.send(settings.topic(), host.id(), value);
                sent.add(new Sent(change, done));
                if (done.isCompletedExceptionally()) {
                    // Kafka is away: the others would each wait as long.
                    break;
                }
            }
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (Sent one : sent) {
            await(one.done, deadline);
            outbox.changeTold(one.change);
            published.increment();
        }
    }

    private static void await(CompletableFuture<?> done, long deadline) throws Exception {
        try {
            done.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka did not take a host's change", e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("Kafka did not take a host's change in time", e);
        }
    }

    private void makeTopic() throws Exception {
        var topic = new NewTopic(settings.topic(), settings.partitions(), settings.replication())
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_COMPACT,
                        TopicConfig.COMPRESSION_TYPE_CONFIG,
                        "producer"));
        try (Admin admin = Admin.create(adminConfig)) {
            admin.createTopics(List.of(topic)).all().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException("the topic " + settings.topic() + " cannot be made", e.getCause());
            }
        }
    }

    /** Lets another instance go on at once. */
    public void release() {
        leases.release(LEASE, instance);
    }

    private record Sent(Outbox.Pending change, CompletableFuture<?> done) {}
}
