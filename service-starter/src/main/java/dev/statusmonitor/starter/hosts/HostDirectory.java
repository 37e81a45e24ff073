package dev.statusmonitor.starter.hosts;

import dev.statusmonitor.contract.HostChange;
import dev.statusmonitor.contract.Topics;
import dev.statusmonitor.starter.StartOrder;
import dev.statusmonitor.starter.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentHashMap.KeySetView;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Whose host is whose: a view of the compacted topic {@code hosts.changes}, read from its beginning at every start and
 * followed from then on. It answers only while it can show that it is current, that is, has lately compared its
 * position with the topic's end; otherwise the answer is 503, never a guess. Safe for use by several threads.
 */
public final class HostDirectory implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(HostDirectory.class);
    private static final Duration RETRY = Duration.ofMillis(500);

    private final Map<String, Object> consumerConfig;
    private final Duration maxAge;
    private final Duration poll;
    private final Duration check;
    private final LongSupplier nanoTime;

    private final Map<String, HostChange> hosts = new ConcurrentHashMap<>();
    private final Map<String, KeySetView<String, Boolean>> byOwner = new ConcurrentHashMap<>();
    private final List<Consumer<HostChange>> listeners = new CopyOnWriteArrayList<>();

    private volatile boolean everCurrent;
    private boolean lost; // The follower's own.
    private volatile long currentAt;
    private volatile @Nullable Thread thread;
    private volatile @Nullable KafkaConsumer<String, byte[]> consumer;

    /**
     * @param consumerConfig a consumer's without a group
     * @param maxAge for how long a comparison with the topic's end counts
     * @param nanoTime {@link System#nanoTime}
     */
    public HostDirectory(Map<String, Object> consumerConfig, Duration maxAge, LongSupplier nanoTime) {
        this.consumerConfig = new HashMap<>(consumerConfig);
        this.maxAge = maxAge;
        // The ends are asked for on the connection on which a fetch waits. So from one answer to the next it takes the
        // pause between two checks, what is left of a poll, and a fetch: half of the time that it may take.
        this.poll = maxAge.multipliedBy(3).dividedBy(20);
        this.check = maxAge.dividedBy(5);
        this.consumerConfig.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) poll.toMillis());
        this.nanoTime = nanoTime;
    }

    /** Whether the view can be shown to be current. */
    public boolean isCurrent() {
        return everCurrent && nanoTime.getAsLong() - currentAt < maxAge.toNanos();
    }

    /** @throws ProblemException 503 where the view cannot be shown to be current */
    public void requireCurrent() {
        if (!isCurrent()) {
            throw ProblemException.unavailable(
                    "Whose host this is cannot be checked right now, so nothing is shown. Try again in a moment.",
                    RETRY);
        }
    }

    /** The host, deleted ones left out. Says nothing of being current. */
    public Optional<HostChange> find(String hostId) {
        return Optional.ofNullable(hosts.get(hostId)).filter(host -> host.state() != HostChange.State.DELETED);
    }

    /** Whether the host is known to be deleted; one that is not known at all is not. Says nothing of being current. */
    public boolean isDeleted(String hostId) {
        HostChange host = hosts.get(hostId);
        return host != null && host.state() == HostChange.State.DELETED;
    }

    /** The newest epoch known of the host, deleted ones too; 0 of an unknown one. Says nothing of being current. */
    public long epoch(String hostId) {
        HostChange host = hosts.get(hostId);
        return host == null ? 0 : host.epoch();
    }

    /** Whether this account may read this host now; false, too, where that cannot be known. */
    public boolean mayRead(String accountId, String hostId) {
        return isCurrent()
                && find(hostId).filter(host -> accountId.equals(host.ownerId())).isPresent();
    }

    /**
     * The host, when this account may read it.
     *
     * @throws ProblemException 404 for an unknown host and for another account's alike; 503 as {@link #requireCurrent}
     */
    public HostChange requireReadable(String accountId, String hostId) {
        requireCurrent();
        return find(hostId)
                .filter(host -> accountId.equals(host.ownerId()))
                .orElseThrow(() -> ProblemException.notFound("You have no host with this id."));
    }

    /**
     * The hosts of an account, in no order.
     *
     * @throws ProblemException 503 as {@link #requireCurrent}
     */
    public Collection<HostChange> ownedBy(String accountId) {
        requireCurrent();
        var owned = new ArrayList<HostChange>();
        for (String hostId : byOwner.getOrDefault(accountId, ConcurrentHashMap.newKeySet())) {
            find(hostId).filter(host -> accountId.equals(host.ownerId())).ifPresent(owned::add);
        }
        return owned;
    }

    /** All hosts that are not deleted, in no order. Says nothing of being current. */
    public Collection<HostChange> all() {
        return hosts.values().stream()
                .filter(host -> host.state() != HostChange.State.DELETED)
                .toList();
    }

    /** Is told each change after it is in effect, on the directory's own thread: be quick and do not throw. */
    public void addListener(Consumer<HostChange> listener) {
        listeners.add(listener);
    }

    /**
     * Waits until the view is current.
     *
     * @return whether it was within the time
     */
    public boolean awaitCurrent(Duration timeout) throws InterruptedException {
        long end = nanoTime.getAsLong() + timeout.toNanos();
        while (!isCurrent() && nanoTime.getAsLong() < end) {
            Thread.sleep(10);
        }
        return isCurrent();
    }

    @Override
    public synchronized void start() {
        if (thread == null) {
            Thread follower =
                    Thread.ofPlatform().name("host-directory").daemon().unstarted(this::run);
            thread = follower;
            follower.start();
        }
    }

    @Override
    public synchronized void stop() {
        Thread follower = thread;
        thread = null;
        KafkaConsumer<String, byte[]> current = consumer;
        if (current != null) {
            current.wakeup();
        }
        if (follower != null) {
            try {
                follower.join(Duration.ofSeconds(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        everCurrent = false;
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    @Override
    public int getPhase() {
        return StartOrder.HOST_DIRECTORY;
    }

    private void run() {
        while (thread != null) {
            try (var kafka = new KafkaConsumer<String, byte[]>(consumerConfig)) {
                consumer = kafka;
                follow(kafka);
            } catch (WakeupException e) {
                // Stopping.
            } catch (KafkaException e) {
                if (!lost) {
                    lost = true;
                    log.atWarn().setCause(e).log("the view of hosts has lost Kafka and tries again until it is back");
                }
                pause();
            } finally {
                consumer = null;
            }
        }
    }

    private void follow(KafkaConsumer<String, byte[]> kafka) {
        List<TopicPartition> partitions = kafka.partitionsFor(Topics.HOSTS_CHANGES).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            pause();
            return;
        }
        kafka.assign(partitions);
        kafka.seekToBeginning(partitions);
        while (thread != null) {
            // The ends are asked for after "now", so whatever was written before "now" lies before them. And before
            // anything is fetched: a fetch that finds nothing new would hold up the first answer.
            long now = nanoTime.getAsLong();
            Map<TopicPartition, Long> ends = kafka.endOffsets(partitions, maxAge);
            boolean reached = false;
            while (thread != null && nanoTime.getAsLong() - now < check.toNanos()) {
                if (!reached
                        && ends.entrySet().stream().allMatch(end -> kafka.position(end.getKey()) >= end.getValue())) {
                    reached = true;
                    current(now);
                }
                kafka.poll(poll).forEach(this::take);
            }
        }
    }

    private void current(long at) {
        boolean news = !everCurrent || lost;
        currentAt = at;
        everCurrent = true;
        lost = false;
        if (news) {
            log.atInfo().addKeyValue("hosts", hosts.size()).log("the view of hosts is current");
        }
    }

    private void take(ConsumerRecord<String, byte[]> message) {
        HostChange change;
        try {
            if (message.value() == null) {
                return;
            }
            change = HostChangeJson.read(message.value());
        } catch (IllegalArgumentException e) {
            log.atError()
                    .setCause(e)
                    .addKeyValue("offset", message.offset())
                    .log("a change of a host cannot be read and is passed over");
            return;
        }
        HostChange before = hosts.get(change.hostId());
        if (before != null && before.version() > change.version()) {
            return;
        }
        hosts.put(change.hostId(), change);
        if (before != null && before.ownerId() != null && !before.ownerId().equals(change.ownerId())) {
            var owned = byOwner.get(before.ownerId());
            if (owned != null) {
                owned.remove(change.hostId());
            }
        }
        if (change.ownerId() != null) {
            byOwner.computeIfAbsent(change.ownerId(), owner -> ConcurrentHashMap.newKeySet())
                    .add(change.hostId());
        }
        if (!change.equals(before)) {
            listeners.forEach(listener -> listener.accept(change));
        }
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
