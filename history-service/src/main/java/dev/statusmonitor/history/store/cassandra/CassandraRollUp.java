package dev.statusmonitor.history.store.cassandra;

import dev.statusmonitor.history.store.Deadline;
import dev.statusmonitor.history.store.FreshMinutes;
import dev.statusmonitor.history.store.HostSample;
import dev.statusmonitor.history.store.HostWindow;
import dev.statusmonitor.history.store.HostWindows;
import dev.statusmonitor.history.store.HostWindows.Stretch;
import dev.statusmonitor.history.store.RollUp;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.WindowSums;
import dev.statusmonitor.history.store.cassandra.Arrivals.Batch;
import dev.statusmonitor.history.store.cassandra.Arrivals.Due;
import dev.statusmonitor.history.store.cassandra.Instances.Instance;
import dev.statusmonitor.history.store.cassandra.Instances.Progress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes minutes and hours out of samples, each instance those of the samples that it stored: so they are shared as
 * Kafka's partitions are. Minutes are made of the samples as they pass, and where that is not sure to be all of them, as
 * well as hours, of those in the store. What has to be made is known by {@link Arrivals}, the late as well as the fresh, and a process
 * that dies leaves it to its next start, or to the other instances where it does not come back.
 */
final class CassandraRollUp implements RollUp {
    private static final Logger log = LoggerFactory.getLogger(CassandraRollUp.class);

    /**
     * How long after its end a window is made: longer than samples are gathered for a batch, so that few windows are made
     * twice; most of what comes later than that was held up for long.
     */
    private static final long SETTLE = Duration.ofSeconds(15).toMillis();
    /** An instance that did not tell of itself for this long is gone, and the others do its work. */
    private static final long GONE = Duration.ofMinutes(2).toMillis();
    /** Work that nobody waits for by the second. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final long HOUR = Tier.HOUR.step();
    private static final int AT_ONCE = 16;
    /** After this many hours of hosts it is looked whether minutes have become due. */
    private static final int SLICE = 200;

    private final Cluster cluster;
    private final CassandraSampleReader samples;
    private final WindowTable windows;
    private final Clock clock;
    private final Instances instances;
    private final Progressing minutes;
    private final Progressing hours;
    private final FreshMinutes fresh;
    private final Object registering = new Object();
    private volatile boolean registered;
    /** What this instance left to do at its last stop. */
    private volatile @Nullable Instance before;

    /** @param instance a name for this instance, the same at each start */
    CassandraRollUp(Cluster cluster, CassandraSampleReader samples, WindowTable windows, String instance, Clock clock) {
        this.cluster = cluster;
        this.samples = samples;
        this.windows = windows;
        this.clock = clock;
        this.instances = new Instances(cluster, instance, clock);
        this.fresh = new FreshMinutes(clock.millis());
        this.minutes = new Progressing(Tier.MINUTE);
        this.hours = new Progressing(Tier.HOUR);
    }

    private final class Progressing {
        final Tier tier;
        final Arrivals arrivals;
        /** Of all instances. */
        volatile long until;
        /** Of this one. */
        long own;

        Progressing(Tier tier) {
            this.tier = tier;
            this.arrivals = new Arrivals(cluster, instances.self(), tier);
            // What is older cannot be made any more.
            this.until = tier.window(TierTable.SAMPLES.oldest(clock.millis())) + tier.step();
        }

        long due() {
            return Math.max(own, tier.window(clock.millis() - SETTLE));
        }
    }

    @Override
    public long until(Tier tier) {
        return switch (tier) {
            case RAW -> Long.MAX_VALUE;
            case MINUTE -> minutes.until;
            case HOUR -> hours.until;
        };
    }

    @Override
    public void late(String host, Set<Long> minutes) {
        // What comes is known, late or not.
    }

    @Override
    public void handedOver() {
        fresh.clear(clock.millis());
    }

    /** Samples that are being stored. To be closed when that is over. */
    final class Arriving implements AutoCloseable {
        private final List<HostSample> samples;
        private final Batch ofMinutes;
        private final Batch ofHours;
        private boolean stored;

        Arriving(List<HostSample> samples, Batch ofMinutes, Batch ofHours) {
            this.samples = samples;
            this.ofMinutes = ofMinutes;
            this.ofHours = ofHours;
        }

        /** All of it is on as many nodes as are wanted. */
        void stored() {
            stored = true;
        }

        @Override
        public void close() {
            if (stored) {
                // Before the minutes are told of: whoever makes one then finds all of it.
                fresh.add(samples, clock.millis());
            } else {
                // Some may be stored, and these come again, here or elsewhere.
                fresh.clear(clock.millis());
            }
            minutes.arrivals.end(ofMinutes, stored);
            hours.arrivals.end(ofHours, stored);
        }
    }

    /**
     * Takes note of samples that are about to be stored.
     *
     * @param writes then have what has to be in the tables before the samples count
     */
    Arriving arriving(List<HostSample> samples, long now, Writes writes) {
        register();
        var ofMinutes = new HostWindows(Tier.MINUTE);
        var ofHours = new HostWindows(Tier.HOUR);
        for (HostSample each : samples) {
            ofMinutes.add(each.host(), Tier.MINUTE.window(each.sample().timestamp()));
        }
        ofHours.addCoarser(ofMinutes);
        return new Arriving(
                samples, minutes.arrivals.begin(ofMinutes, now, writes), hours.arrivals.begin(ofHours, now, writes));
    }

    /** Makes this instance known, before anything that it stores. */
    private void register() {
        if (!registered) {
            synchronized (registering) {
                if (!registered) {
                    Instance own = instances.own();
                    if (own == null) {
                        for (Progressing each : List.of(minutes, hours)) {
                            instances.tell(each.tier, new Progress(each.due(), each.arrivals.epoch(clock.millis())));
                        }
                    }
                    before = own;
                    registered = true;
                }
            }
        }
    }

    @Override
    public synchronized void run() {
        register();
        Instance last = before;
        if (last != null) {
            for (Progressing each : List.of(minutes, hours)) {
                each.arrivals.resume(last.of(each.tier).epoch(), clock.millis(), Deadline.in(PATIENCE));
            }
            before = null;
        }
        List<Instance> others = new ArrayList<>(instances.all());
        others.removeIf(each -> each.name().equals(instances.self()));
        for (Instance each : List.copyOf(others)) {
            if (each.seen() < clock.millis() - GONE) {
                adopt(each);
                others.remove(each);
            }
        }
        makeMinutes();
        long until = hours.due();
        Due due = hours.arrivals.takeDue(until);
        finish(hours, due, until, () -> {
            List<Unit> units = units(Tier.HOUR, due.windows());
            for (int i = 0; i < units.size(); i += SLICE) {
                make(Tier.HOUR, units.subList(i, Math.min(units.size(), i + SLICE)));
                if (minutes.due() > minutes.own) {
                    makeMinutes();
                }
            }
        });
        for (Progressing each : List.of(minutes, hours)) {
            each.until = others.stream()
                    .mapToLong(other -> other.of(each.tier).until())
                    .reduce(each.own, Math::min);
        }
    }

    private void adopt(Instance gone) {
        for (Progressing each : List.of(minutes, hours)) {
            each.arrivals.adopt(gone.name(), gone.of(each.tier).epoch(), clock.millis(), Deadline.in(PATIENCE));
        }
        instances.forget(gone.name());
        log.atInfo()
                .addKeyValue("instance", gone.name())
                .log("an instance is gone; what it left to be rolled up is done here");
    }

    private void makeMinutes() {
        long until = minutes.due();
        Due due = minutes.arrivals.takeDue(until);
        finish(minutes, due, until, () -> make(Tier.MINUTE, units(Tier.MINUTE, makeFresh(due.windows()))));
        fresh.forgetBefore(until - 2 * Tier.MINUTE.step());
    }

    /** Makes the minutes whose samples all came through here; returns the others. */
    private HostWindows makeFresh(HostWindows due) {
        var made = new ArrayList<HostWindow>();
        var others = new HostWindows(Tier.MINUTE);
        due.forEach((host, stretch) -> {
            for (long start = stretch.start(); start < stretch.stop(); start += Tier.MINUTE.step()) {
                FreshMinutes.Taken taken = fresh.take(host, start);
                if (taken == null) {
                    others.add(host, start);
                } else if (taken.window() != null) {
                    made.add(taken.window());
                }
            }
        });
        windows.writeMade(Tier.MINUTE, made);
        return others;
    }

    private void finish(Progressing of, Due due, long until, Runnable making) {
        try {
            making.run();
        } catch (RuntimeException e) {
            of.arrivals.putBack(due);
            throw e;
        }
        instances.tell(of.tier, new Progress(until, of.arrivals.firstLeft(clock.millis())));
        of.own = until;
    }

    /** Windows of one host that are made of the samples of one hour. */
    private record Unit(String host, long start, long stop) {}

    private List<Unit> units(Tier tier, HostWindows due) {
        var units = new ArrayList<Unit>();
        // A window whose samples are no longer all there is left as it is.
        long whole = tier.window(TierTable.SAMPLES.oldest(clock.millis())) + tier.step();
        due.forEach((host, stretch) -> {
            var kept = new Stretch(Math.max(whole, stretch.start()), stretch.stop());
            for (long start = kept.start(); start < kept.stop(); ) {
                long stop = Math.min(kept.stop(), Tier.HOUR.window(start) + HOUR);
                units.add(new Unit(host, start, stop));
                start = stop;
            }
        });
        return units;
    }

    private void make(Tier tier, List<Unit> units) {
        var failure = new AtomicReference<@Nullable RuntimeException>();
        var places = new Semaphore(AT_ONCE);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Unit unit : units) {
                places.acquireUninterruptibly();
                if (failure.get() != null) {
                    break;
                }
                threads.execute(() -> {
                    try {
                        make(tier, unit);
                    } catch (RuntimeException e) {
                        failure.compareAndSet(null, e);
                    } finally {
                        places.release();
                    }
                });
            }
        }
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    private void make(Tier tier, Unit unit) {
        var sums = new TreeMap<Long, WindowSums>();
        samples.forEachSample(
                unit.host(),
                unit.start(),
                unit.stop(),
                cluster.patience(),
                (time, list, values) -> sums.computeIfAbsent(tier.window(time), start -> new WindowSums())
                        .addSample(list, values));
        var made = new ArrayList<HostWindow>();
        sums.forEach((start, of) -> {
            HostWindow window = of.window(unit.host(), start);
            if (window != null) {
                made.add(window);
            }
        });
        windows.writeMade(tier, made);
    }
}
