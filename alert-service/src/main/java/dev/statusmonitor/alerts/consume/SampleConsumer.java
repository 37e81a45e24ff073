package dev.statusmonitor.alerts.consume;

import dev.statusmonitor.alerts.evaluate.AlarmState;
import dev.statusmonitor.alerts.evaluate.Evaluator;
import dev.statusmonitor.alerts.evaluate.Receiving;
import dev.statusmonitor.alerts.evaluate.Rule;
import dev.statusmonitor.alerts.evaluate.Transition;
import dev.statusmonitor.alerts.evaluate.Wanted;
import dev.statusmonitor.alerts.incident.FencedException;
import dev.statusmonitor.alerts.incident.Incidents;
import dev.statusmonitor.alerts.rule.Rules;
import dev.statusmonitor.alerts.store.Ids;
import dev.statusmonitor.contract.SampleRecord;
import dev.statusmonitor.contract.SeriesLists;
import dev.statusmonitor.starter.StartOrder;
import dev.statusmonitor.starter.StopsBesideOthers;
import dev.statusmonitor.starter.hosts.HostDirectory;
import dev.statusmonitor.starter.kafka.GroupMembership;
import dev.statusmonitor.starter.kafka.Pace;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Reads samples, evaluates them, and has recorded what follows, on a thread of its own. It begins by reading back as
 * far as the longest "for" reaches before the last commit, without anything following from that; what was recorded
 * already is known by its time, so that samples which are read twice change nothing. Offsets are committed after the
 * records, now and then.
 */
public final class SampleConsumer implements StopsBesideOthers {
    private static final Logger log = LoggerFactory.getLogger(SampleConsumer.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long TICK_MILLIS = 1_000;

    /** Kafka is asked for the ends of partitions, and told what is done with, once in so many ticks: both cost it more than a sample. */
    private static final int TICKS_BETWEEN_QUESTIONS = 3;

    private static final long WANTED_MILLIS = 1_000;
    private static final long LONG_TICK_MILLIS = 10_000;
    private static final Duration KAFKA_PATIENCE = Duration.ofSeconds(2);
    private static final Duration READ_BACK_MARGIN = Duration.ofMinutes(2);
    private static final long WARN_MILLIS = 60_000;

    /** What was said of processes longer ago says nothing of this moment; agents say it every five seconds. */
    private static final long PROCESSES_MILLIS = 30_000;

    private final Map<String, Object> config;
    private final ConsumeSettings settings;
    private final KnownHosts hosts;
    private final HostDirectory directory;
    private final Rules rules;
    private final Incidents incidents;
    private final Ids ids;
    private final Clock clock;
    private final SeriesLists lists = new SeriesLists();
    private final Counter consumed;
    private final Counter broken;
    private final Counter decisions;

    private volatile @Nullable Thread thread;
    private volatile @Nullable KafkaConsumer<String, byte[]> consumer;
    private volatile State state = State.STOPPED;
    private volatile long lag;
    private volatile long evaluations;
    private volatile int alarms;
    private volatile boolean wantedChanged;
    private long warnedAt;

    public SampleConsumer(
            Map<String, Object> config,
            ConsumeSettings settings,
            KnownHosts hosts,
            HostDirectory directory,
            Rules rules,
            Incidents incidents,
            Ids ids,
            MeterRegistry meters,
            Clock clock) {
        this.config = config;
        this.settings = settings;
        this.hosts = hosts;
        this.directory = directory;
        this.rules = rules;
        this.incidents = incidents;
        this.ids = ids;
        this.clock = clock;
        this.consumed = meters.counter("statusmonitor.alerts.samples.consumed");
        this.broken = meters.counter("statusmonitor.alerts.samples.broken");
        this.decisions = meters.counter("statusmonitor.alerts.decisions");
        Gauge.builder("statusmonitor.alerts.lag", () -> lag)
                .strongReference(true)
                .register(meters);
        Gauge.builder("statusmonitor.alerts.evaluations", () -> evaluations)
                .strongReference(true)
                .register(meters);
        Gauge.builder("statusmonitor.alerts.alarms", () -> alarms)
                .strongReference(true)
                .register(meters);
    }

    /** What it is doing. */
    public enum State {
        STOPPED,
        STARTING,
        RUNNING,
        WAITING_FOR_KAFKA,
        WAITING_FOR_DATABASE
    }

    public State state() {
        return state;
    }

    public long lag() {
        return lag;
    }

    /** People want something else: it is looked at with the next samples. */
    public void wantedChanged() {
        wantedChanged = true;
    }

    @Override
    public synchronized void start() {
        if (thread == null) {
            Thread started =
                    Thread.ofPlatform().name("alerts-consumer").daemon().unstarted(this::run);
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
            try {
                if (!directory.awaitCurrent(POLL)) {
                    continue;
                }
                try (var kafka = new KafkaConsumer<String, byte[]>(config);
                        var _ = new GroupMembership(kafka)) {
                    consumer = kafka;
                    become(State.STARTING, null);
                    new Run(kafka).loop();
                } finally {
                    consumer = null;
                }
            } catch (WakeupException e) {
                // Stopping.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (FencedException e) {
                log.atWarn()
                        .addKeyValue("partition", e.partition())
                        .log("another instance evaluates; this one reads anew");
            } catch (KafkaException e) {
                become(State.WAITING_FOR_KAFKA, e);
                pause();
            } catch (DataAccessException | TransactionException e) {
                become(State.WAITING_FOR_DATABASE, e);
                pause();
            } catch (RuntimeException e) {
                log.atError().setCause(e).log("evaluating failed for a reason that nobody foresaw; it begins anew");
                pause();
            }
        }
        become(State.STOPPED, null);
    }

    private void become(State next, @Nullable Exception why) {
        if (state != next) {
            if (next == State.RUNNING) {
                log.atInfo().addKeyValue("before", state).log("samples are evaluated");
            } else if (why != null) {
                log.atWarn().setCause(why).addKeyValue("state", next).log("samples are not evaluated");
            }
        }
        state = next;
    }

    private void pause() {
        try {
            Thread.sleep(settings.retryDelay());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String name(TopicPartition partition) {
        return partition.topic() + "-" + partition.partition();
    }

    /** A partition that this instance looks after. */
    private static final class Held {
        final String name;
        final long epoch;
        /** From there on something follows. */
        final long acts;

        long end = Long.MAX_VALUE;
        boolean caughtUp;

        Held(String name, long epoch, long acts) {
            this.name = name;
            this.epoch = epoch;
            this.acts = acts;
        }
    }

    /**
     * The processes of a host that stand out.
     *
     * @param time of their sample
     * @param processes as JSON
     */
    private record Standing(long time, String processes) {
        Standing newer(Standing other) {
            return other.time >= time ? other : this;
        }
    }

    /** From joining the group to leaving it. */
    private final class Run implements ConsumerRebalanceListener {
        private final KafkaConsumer<String, byte[]> kafka;
        private final Evaluator evaluator = new Evaluator(hosts::of, () -> ids.next(clock.millis()));
        private final Receiving receiving = new Receiving(clock.millis());
        private final Map<Integer, Held> held = new HashMap<>();
        private final Map<TopicPartition, OffsetAndMetadata> uncommitted = new HashMap<>();
        private final List<Transition> out = new ArrayList<>();
        private Duration longestHold = Duration.ZERO;
        private final Map<String, Standing> standing = new HashMap<>();
        private int partitions;
        private long wantedVersion = -1;
        private long wantedAt;
        private long tickedAt;
        private int ticks;
        private boolean caughtUp;

        Run(KafkaConsumer<String, byte[]> kafka) {
            this.kafka = kafka;
        }

        void loop() {
            partitions = kafka.partitionsFor(settings.topic()).size();
            kafka.subscribe(List.of(settings.topic()), this);
            tickedAt = clock.millis();
            try {
                var pace = new Pace();
                while (thread != null) {
                    pace.await();
                    ConsumerRecords<String, byte[]> records = kafka.poll(POLL);
                    long now = clock.millis();
                    learnWhatIsWanted(now);
                    for (ConsumerRecord<String, byte[]> each : records) {
                        take(each, now);
                    }
                    record();
                    remember(records);
                    if (now - tickedAt >= TICK_MILLIS || now < tickedAt) {
                        tick(now);
                    }
                }
            } finally {
                // So that the next instance reads less again; nothing depends on it.
                commit();
            }
        }

        private void learnWhatIsWanted(long now) {
            if (!wantedChanged && now - wantedAt < WANTED_MILLIS && now >= wantedAt) {
                return;
            }
            wantedChanged = false;
            wantedAt = now;
            Set<String> owners = hosts.takeNewOwners();
            try {
                owners.forEach(rules::know);
                long version = rules.version();
                if (version != wantedVersion) {
                    Wanted wanted = rules.wanted();
                    evaluator.want(wanted);
                    longestHold = wanted.longestHold();
                    wantedVersion = version;
                }
            } catch (DataAccessException | TransactionException e) {
                hosts.giveBack(owners);
                if (wantedVersion < 0) {
                    throw e;
                }
                become(State.WAITING_FOR_DATABASE, e);
            }
        }

        private void take(ConsumerRecord<String, byte[]> each, long now) {
            Held partition = held.get(each.partition());
            if (partition == null || each.key() == null || each.value() == null) {
                return;
            }
            consumed.increment();
            boolean acts = each.offset() >= partition.acts
                    && each.timestamp() >= now - settings.stale().toMillis();
            try {
                SampleRecord sample = SampleRecord.decode(each.value(), lists);
                if (sample.sample().timestamp() > now + Duration.ofHours(1).toMillis()) {
                    throw new IllegalArgumentException("a timestamp more than an hour ahead");
                }
                String processes = SampleRecord.processes(
                        each.value(), sample.sample().series().size());
                if (processes != null) {
                    standing.merge(each.key(), new Standing(sample.sample().timestamp(), processes), Standing::newer);
                }
                evaluator.take(each.key(), sample.sample(), each.timestamp(), acts, out);
            } catch (IllegalArgumentException e) {
                broken.increment();
                if (now - warnedAt >= WARN_MILLIS) {
                    warnedAt = now;
                    log.atWarn()
                            .addKeyValue("partition", each.partition())
                            .addKeyValue("offset", each.offset())
                            .addKeyValue("reason", e.getMessage())
                            .log("a broken record is passed over");
                }
                return;
            }
            receiving.arrived(each.timestamp());
        }

        /** Until it is done, whatever ails the database: evaluation has gone on from it. */
        private void record() {
            if (out.isEmpty()) {
                return;
            }
            List<Incidents.Decision> batch = new ArrayList<>(out.size());
            for (Transition each : out) {
                Held partition = held.get(partitionOf(each.host().id()));
                if (partition == null) {
                    throw new IllegalStateException("a decision about a host of somebody else's");
                }
                batch.add(new Incidents.Decision(each, partition.name, partition.epoch, processesOf(each)));
            }
            out.clear();
            incidents.record(batch);
            decisions.increment(batch.size());
        }

        /** Those that stood out when an alarm went off; a host that is silent says nothing of its processes. */
        private @Nullable String processesOf(Transition what) {
            Standing last = standing.get(what.host().id());
            return last != null
                            && what.act() == AlarmState.Act.OPEN
                            && what.rule().kind() == Rule.Kind.METRIC
                            && Math.abs(what.time() - last.time) <= PROCESSES_MILLIS
                    ? last.processes
                    : null;
        }

        private void remember(ConsumerRecords<String, byte[]> records) {
            records.nextOffsets().forEach((partition, next) -> {
                var taken = records.records(partition);
                Held part = held.get(partition.partition());
                // What is read back was done with before: a commit never goes back.
                if (!taken.isEmpty() && part != null && next.offset() >= part.acts) {
                    uncommitted.put(
                            partition,
                            new OffsetAndMetadata(
                                    next.offset(),
                                    next.leaderEpoch(),
                                    Long.toString(taken.getLast().timestamp())));
                }
            });
        }

        private void tick(long now) {
            boolean slept = now - tickedAt > LONG_TICK_MILLIS || now < tickedAt;
            tickedAt = now;
            evaluations = evaluator.evaluations();
            alarms = evaluator.size();
            boolean asks = slept || !caughtUp || ++ticks >= TICKS_BETWEEN_QUESTIONS;
            if (asks) {
                ticks = 0;
                caughtUp = caughtUp();
            }
            if (slept || !caughtUp) {
                receiving.begin(now);
            }
            standing.keySet().removeIf(host -> hosts.of(host) == null);
            evaluator.tick(now, caughtUp ? receiving.since(now, evaluator.senders(now)) : null, out);
            record();
            if (asks && !uncommitted.isEmpty()) {
                kafka.commitAsync(Map.copyOf(uncommitted), (offsets, e) -> {
                    if (e != null) {
                        log.atDebug().setCause(e).log("offsets were not committed");
                    }
                });
                uncommitted.clear();
            }
        }

        /** Whether all that was there when it was last asked has been read, and Kafka answers. */
        private boolean caughtUp() {
            Set<TopicPartition> assignment = kafka.assignment();
            if (assignment.isEmpty()) {
                return false;
            }
            try {
                long behind = 0;
                boolean all = true;
                Map<TopicPartition, Long> ends = kafka.endOffsets(assignment, KAFKA_PATIENCE);
                for (TopicPartition each : assignment) {
                    Held partition = held.get(each.partition());
                    if (partition != null) {
                        long position = kafka.position(each, KAFKA_PATIENCE);
                        long end = ends.getOrDefault(each, Long.MAX_VALUE);
                        behind += Math.max(0, end - position);
                        partition.caughtUp = position >= Math.min(partition.end, end);
                        partition.end = end;
                        all &= partition.caughtUp;
                    }
                }
                lag = behind;
                become(State.RUNNING, null);
                return all;
            } catch (org.apache.kafka.common.errors.TimeoutException e) {
                become(State.WAITING_FOR_KAFKA, e);
                return false;
            }
        }

        private void commit() {
            try {
                if (!uncommitted.isEmpty()) {
                    kafka.commitSync(uncommitted, KAFKA_PATIENCE);
                }
            } catch (KafkaException e) {
                log.atDebug().setCause(e).log("offsets were not committed");
            }
        }

        private int partitionOf(String hostId) {
            return BuiltInPartitioner.partitionForKey(hostId.getBytes(StandardCharsets.UTF_8), partitions);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            if (assigned.isEmpty()) {
                return;
            }
            learnWhatIsWanted(clock.millis());
            Map<TopicPartition, OffsetAndMetadata> committed = kafka.committed(Set.copyOf(assigned), KAFKA_PATIENCE);
            Map<TopicPartition, Long> ends = kafka.endOffsets(assigned, KAFKA_PATIENCE);
            var starts = new HashMap<TopicPartition, Long>();
            for (TopicPartition each : assigned) {
                long epoch = incidents.claim(name(each));
                @Nullable OffsetAndMetadata last = committed.get(each);
                // Without a commit, what lies there came before this service did.
                long acts = last == null ? ends.getOrDefault(each, 0L) : last.offset();
                held.put(each.partition(), new Held(name(each), epoch, acts));
                if (last == null) {
                    // What lies there is not waited for; whoever looks at the group's lag sees that.
                    uncommitted.put(each, new OffsetAndMetadata(acts, Long.toString(clock.millis())));
                }
                starts.put(each, lastRead(last) - longestHold.toMillis() - READ_BACK_MARGIN.toMillis());
            }
            kafka.offsetsForTimes(starts, KAFKA_PATIENCE).forEach((partition, found) -> {
                Held part = held.get(partition.partition());
                if (part != null) {
                    kafka.seek(partition, found == null ? part.acts : Math.min(found.offset(), part.acts));
                }
            });
            evaluator.restore(incidents.relevant().stream()
                    .filter(each -> assigned.contains(new TopicPartition(settings.topic(), partitionOf(each.hostId()))))
                    .toList());
            caughtUp = false;
            receiving.begin(clock.millis());
            log.atInfo().addKeyValue("partitions", assigned.size()).log("looks after more hosts");
        }

        /** When the last sample came that was evaluated, as its commit says. */
        private long lastRead(@Nullable OffsetAndMetadata committed) {
            try {
                return committed == null ? clock.millis() : Long.parseLong(committed.metadata());
            } catch (NumberFormatException e) {
                return clock.millis();
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            commit();
            uncommitted.clear();
            lose(revoked);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> lost) {
            uncommitted.clear();
            lose(lost);
        }

        private void lose(Collection<TopicPartition> lost) {
            lost.forEach(each -> held.remove(each.partition()));
            evaluator.forget(host -> !held.containsKey(partitionOf(host)));
            standing.keySet().removeIf(host -> !held.containsKey(partitionOf(host)));
        }
    }
}
