package dev.statusmonitor.history.consume;

import dev.statusmonitor.history.store.HostSample;
import dev.statusmonitor.history.store.RollUp;
import dev.statusmonitor.history.store.SampleWriter;
import dev.statusmonitor.history.store.StoreException;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.starter.StartOrder;
import dev.statusmonitor.starter.StopsBesideOthers;
import dev.statusmonitor.starter.kafka.GroupMembership;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries samples from Kafka into the store, on a thread of its own. An offset is committed only when the store has
 * everything before it, a little later. A store that cannot take a batch gets the same batch again until it can;
 * meanwhile Kafka keeps the rest. A stop in good order stores what has come by then. After an unclean stop it begins
 * some minutes before the last commit, since Kafka, its offsets and the store may have lost different seconds; storing a
 * sample again changes nothing.
 */
public final class SampleConsumer implements StopsBesideOthers {
    private static final Logger log = LoggerFactory.getLogger(SampleConsumer.class);
    private static final Duration WARN_EVERY = Duration.ofMinutes(1);
    private static final Duration CHECK_KAFKA = Duration.ofSeconds(3);

    private static final Duration ANSWER = Duration.ofSeconds(3);

    /** What a kill has the next process store again; a commit costs Kafka more than a sample. */
    private static final Duration COMMIT = Duration.ofSeconds(2);

    /** For what a stop in good order finds in Kafka. */
    private static final Duration THE_REST = Duration.ofSeconds(3);

    private static final Duration MAYBE_ROLLED_UP = Duration.ofMinutes(2);
    private static final Duration KAFKA_RETRY = Duration.ofSeconds(1);

    private final Map<String, Object> consumerConfig;
    private final ConsumeSettings settings;
    private final Rewind rewind;
    private final SampleWriter writer;
    private final SampleSorter sorter;
    private final RollUp rollUp;
    private final Clock clock;
    private final ConsumeCounters counters;

    private volatile @Nullable Thread thread;
    private volatile @Nullable KafkaConsumer<String, byte[]> consumer;
    private volatile State state = State.STOPPED;
    private volatile String reason = "";
    private volatile long lag;

    /** What is stored and not committed; the consumer's thread alone knows it, and that of one consumer alone. */
    private final Map<TopicPartition, OffsetAndMetadata> uncommitted = new HashMap<>();

    private long committedAt;
    private long checkedKafka;
    private long brokenSinceWarning;
    private Instant nextWarning = Instant.MIN;

    /** @param missingSince from when on the store may lack what was committed */
    SampleConsumer(
            Map<String, Object> consumerConfig,
            ConsumeSettings settings,
            DataFolder folder,
            Optional<Instant> missingSince,
            SampleWriter writer,
            SampleSorter sorter,
            RollUp rollUp,
            Clock clock,
            MeterRegistry meters) {
        this.consumerConfig = consumerConfig;
        this.settings = settings;
        this.rewind = new Rewind(settings, folder, missingSince, clock);
        this.writer = writer;
        this.sorter = sorter;
        this.rollUp = rollUp;
        this.clock = clock;
        this.counters = new ConsumeCounters(meters, () -> lag);
    }

    /** What it is doing. */
    public enum State {
        STOPPED,
        /** Has no partition yet. */
        STARTING,
        /** Reads and stores, or waits for samples. */
        RUNNING,
        WAITING_FOR_KAFKA,
        WAITING_FOR_STORE
    }

    public State state() {
        return state;
    }

    /** Why it waits; empty while it does not. */
    public String reason() {
        return reason;
    }

    /** How many records of Kafka's are not stored yet, as far as is known. */
    public long lag() {
        return lag;
    }

    @Override
    public synchronized void start() {
        if (thread == null) {
            Thread started =
                    Thread.ofPlatform().name("history-consumer").daemon().unstarted(this::run);
            thread = started;
            started.start();
        }
    }

    @Override
    public synchronized void stop() {
        Thread stopping = thread;
        thread = null;
        KafkaConsumer<String, byte[]> current = consumer;
        if (current != null) {
            current.wakeup();
        }
        if (stopping != null) {
            try {
                stopping.join(Duration.ofSeconds(9));
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
        while (thread != null) {
            try (var kafka = new KafkaConsumer<String, byte[]>(consumerConfig);
                    var _ = new GroupMembership(kafka)) {
                consumer = kafka;
                kafka.subscribe(List.of(settings.topic()), new Assigned(kafka));
                become(State.STARTING, "");
                checkedKafka = System.nanoTime();
                follow(kafka);
            } catch (WakeupException e) {
                // Stopping.
            } catch (KafkaException e) {
                become(State.WAITING_FOR_KAFKA, String.valueOf(e.getMessage()));
                pause(KAFKA_RETRY);
            } catch (RuntimeException e) {
                log.atError().setCause(e).log("storing samples failed for a reason that nobody foresaw");
                become(State.WAITING_FOR_STORE, String.valueOf(e.getMessage()));
                pause(settings.retryDelay());
            } finally {
                consumer = null;
            }
        }
        become(State.STOPPED, "");
    }

    private void follow(KafkaConsumer<String, byte[]> kafka) {
        uncommitted.clear();
        try {
            while (thread != null) {
                take(kafka, kafka.poll(settings.maxWait().multipliedBy(2)));
                if (System.nanoTime() - committedAt >= COMMIT.toNanos()) {
                    commit(kafka);
                }
                checkKafka(kafka);
            }
            finish(kafka);
        } catch (WakeupException e) {
            // Stopping. It ends one call alone.
            finish(kafka);
        }
    }

    private void finish(KafkaConsumer<String, byte[]> kafka) {
        takeTheRest(kafka);
        commit(kafka);
    }

    /**
     * Stores what has come to Kafka by now, so that after a stop in good order nothing waits there that may be too old
     * at the next start.
     */
    private void takeTheRest(KafkaConsumer<String, byte[]> kafka) {
        if (state != State.RUNNING) {
            return;
        }
        // Beside the group and on a connection of its own: on the other one everything waits behind the fetch that is
        // under way, and that waits for more.
        var config = new HashMap<>(consumerConfig);
        config.keySet().removeAll(List.of(ConsumerConfig.GROUP_ID_CONFIG, ConsumerConfig.GROUP_INSTANCE_ID_CONFIG));
        config.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        long deadline = System.nanoTime() + THE_REST.toNanos();
        try (var rest = new KafkaConsumer<String, byte[]>(config)) {
            rest.assign(kafka.assignment());
            kafka.assignment().forEach(partition -> rest.seek(partition, kafka.position(partition, THE_REST)));
            Map<TopicPartition, Long> ends = rest.endOffsets(rest.assignment(), THE_REST);
            while (ends.entrySet().stream().anyMatch(end -> rest.position(end.getKey()) < end.getValue())
                    && state == State.RUNNING
                    && System.nanoTime() < deadline) {
                take(rest, rest.poll(THE_REST));
            }
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            // The next start begins with it.
            log.atDebug().setCause(e).log("what had come was not stored before the stop");
        }
    }

    private void take(KafkaConsumer<String, byte[]> kafka, ConsumerRecords<String, byte[]> records) {
        if (!records.isEmpty()) {
            var batch = new ArrayList<HostSample>(records.count());
            int late = 0;
            for (ConsumerRecord<String, byte[]> each : records) {
                var sorted = sorter.sort(each.key(), each.value());
                if (sorted.sample() == null) {
                    counters.passedOver(sorted.verdict(), rewind.wasStored(each));
                    if (sorted.verdict() == SampleSorter.Verdict.BROKEN) {
                        warnOfBroken(each, sorted.reason());
                    }
                } else {
                    batch.add(sorted.sample());
                    late += sorted.late() ? 1 : 0;
                }
            }
            if (!store(kafka, batch)) {
                return;
            }
            // Before the commit: what a crash forgets of this, it makes be read again.
            tellLate(batch);
            counters.consumed(records.count());
            counters.stored(batch.size());
            counters.late(late);
            remember(records);
        }
    }

    /** Tells of samples whose minute may have been rolled up without them. */
    private void tellLate(List<HostSample> batch) {
        long before = clock.millis() - MAYBE_ROLLED_UP.toMillis();
        var late = new HashMap<String, Set<Long>>();
        for (HostSample each : batch) {
            long timestamp = each.sample().timestamp();
            if (timestamp < before) {
                late.computeIfAbsent(each.host(), host -> new HashSet<>()).add(Tier.MINUTE.window(timestamp));
            }
        }
        late.forEach(rollUp::late);
    }

    /**
     * Asks for the ends of the partitions now and then: a consumer by itself waits in silence for a broker that is gone.
     * The answer may come behind that to a fetch which waits for more.
     */
    private void checkKafka(KafkaConsumer<String, byte[]> kafka) {
        if (System.nanoTime() - checkedKafka < CHECK_KAFKA.toNanos()) {
            return;
        }
        try {
            Set<TopicPartition> assignment = kafka.assignment();
            if (assignment.isEmpty()) {
                become(State.WAITING_FOR_KAFKA, "no partition of " + settings.topic() + " is assigned");
            } else {
                long behind = 0;
                for (var end : kafka.endOffsets(assignment, settings.maxWait().plus(ANSWER))
                        .entrySet()) {
                    behind += Math.max(0, end.getValue() - kafka.position(end.getKey(), Duration.ofSeconds(1)));
                }
                lag = behind;
                become(State.RUNNING, "");
            }
        } catch (TimeoutException e) {
            become(State.WAITING_FOR_KAFKA, "Kafka does not answer");
        }
        checkedKafka = System.nanoTime();
    }

    /** Returns whether the store has the batch; false only when this consumer is to stop. */
    private boolean store(KafkaConsumer<String, byte[]> kafka, List<HostSample> batch) {
        while (!batch.isEmpty()) {
            try {
                writer.write(batch);
                break;
            } catch (StoreException e) {
                become(State.WAITING_FOR_STORE, String.valueOf(e.getMessage()));
            }
            if (thread == null) {
                return false;
            }
            // Stays a member of the group, and takes nothing.
            kafka.pause(kafka.assignment());
            ConsumerRecords<String, byte[]> early = kafka.poll(settings.retryDelay());
            early.partitions()
                    .forEach(partition -> kafka.seek(
                            partition, early.records(partition).getFirst().offset()));
        }
        if (state != State.RUNNING) {
            become(State.RUNNING, "");
        }
        kafka.resume(kafka.paused());
        return true;
    }

    private void remember(ConsumerRecords<String, byte[]> records) {
        records.nextOffsets().forEach((partition, next) -> {
            var taken = records.records(partition);
            if (!taken.isEmpty()) {
                uncommitted.put(
                        partition,
                        new OffsetAndMetadata(
                                next.offset(),
                                next.leaderEpoch(),
                                Long.toString(taken.getLast().timestamp())));
            }
        });
    }

    private void commit(KafkaConsumer<String, byte[]> kafka) {
        committedAt = System.nanoTime();
        if (uncommitted.isEmpty()) {
            return;
        }
        try {
            kafka.commitSync(uncommitted, Duration.ofSeconds(5));
            uncommitted.clear();
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            // The next commit covers it; whoever has the partition now stores it again, which changes nothing.
            log.atDebug().setCause(e).log("offsets were not committed");
        }
    }

    private void warnOfBroken(ConsumerRecord<String, byte[]> message, String why) {
        brokenSinceWarning++;
        Instant now = clock.instant();
        if (!now.isBefore(nextWarning)) {
            log.atWarn()
                    .addKeyValue("count", brokenSinceWarning)
                    .addKeyValue("partition", message.partition())
                    .addKeyValue("offset", message.offset())
                    .addKeyValue("reason", why)
                    .log("broken records are passed over");
            brokenSinceWarning = 0;
            nextWarning = now.plus(WARN_EVERY);
        }
    }

    private void become(State next, String why) {
        if (state != next) {
            if (next == State.RUNNING) {
                log.atInfo().addKeyValue("before", state).log("samples are stored");
            } else if (next == State.WAITING_FOR_KAFKA || next == State.WAITING_FOR_STORE) {
                log.atWarn()
                        .addKeyValue("state", next)
                        .addKeyValue("reason", why)
                        .log("samples are not stored");
            }
        }
        reason = why;
        state = next;
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Assigned implements ConsumerRebalanceListener {
        private final KafkaConsumer<String, byte[]> kafka;

        Assigned(KafkaConsumer<String, byte[]> kafka) {
            this.kafka = kafka;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            commit(kafka);
            onPartitionsLost(partitions);
        }

        /** Somebody else has them by now. */
        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            uncommitted.keySet().removeAll(partitions);
            rollUp.handedOver();
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            rollUp.handedOver();
            if (state == State.WAITING_FOR_STORE) {
                kafka.pause(partitions);
            } else if (!partitions.isEmpty()) {
                become(State.RUNNING, "");
            }
            rewind.begin(kafka, partitions);
        }
    }
}
