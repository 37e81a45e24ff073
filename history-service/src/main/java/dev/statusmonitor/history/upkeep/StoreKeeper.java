package dev.statusmonitor.history.upkeep;

import dev.statusmonitor.history.store.StorageOutlook;
import dev.statusmonitor.history.store.StoreException;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.TieredStore;
import dev.statusmonitor.history.store.TookTooLongException;
import dev.statusmonitor.starter.StartOrder;
import dev.statusmonitor.starter.hosts.HostDirectory;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;

/** Keeps the store in order, on a thread of its own. What fails is tried again; how far behind it is shows in health. */
public final class StoreKeeper implements SmartLifecycle, HealthIndicator {
    private static final Logger log = LoggerFactory.getLogger(StoreKeeper.class);
    /** A tier that is this much behind its time is not well. */
    private static final Duration BEHIND = Duration.ofMinutes(5);

    private static final Duration MEASURE = Duration.ofMinutes(1);

    private final TieredStore store;
    private final DeletedHosts deleted;
    private final UpkeepSettings settings;
    private final Clock clock;

    private volatile @Nullable Thread thread;
    private volatile String reason = "";
    private volatile @Nullable StorageOutlook outlook;
    private final Semaphore wake = new Semaphore(0);
    private final Object passes = new Object();
    // Guarded by passes.
    private long passesBegun;
    private long newestPassDone;
    private Instant nextRemoval = Instant.MIN;
    private Instant nextMeasure = Instant.MIN;
    private volatile int removedFor;

    StoreKeeper(TieredStore store, HostDirectory hosts, UpkeepSettings settings, Clock clock, MeterRegistry meters) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
        this.deleted = new DeletedHosts(store.remover(), clock);
        hosts.addListener(deleted::changed);
        for (Tier tier : Tier.values()) {
            if (tier != Tier.RAW) {
                Gauge.builder(
                                "statusmonitor.history.rollup.behind",
                                () -> behind(tier).toSeconds())
                        .tag("tier", tier.label())
                        .baseUnit("seconds")
                        .strongReference(true)
                        .register(meters);
            }
            // By name rather than by tag: doctor adds up tags.
            storage(
                    meters,
                    tier.label() + ".bytes",
                    "bytes",
                    known -> known.tier(tier).bytes());
            storage(
                    meters,
                    tier.label() + ".growth",
                    "bytes",
                    known -> known.tier(tier).bytesPerDay());
        }
        storage(
                meters,
                "free.bytes",
                "bytes",
                known -> known.freeBytes().isPresent() ? known.freeBytes().getAsLong() : Double.NaN);
        storage(meters, "days.left", "days", known -> known.daysLeft().orElse(Double.NaN));
        Gauge.builder("statusmonitor.history.deleted.hosts", deleted::count)
                .strongReference(true)
                .register(meters);
    }

    /** How much room the store takes and for how long there is enough; null until it was measured. */
    public @Nullable StorageOutlook outlook() {
        return outlook;
    }

    private void storage(MeterRegistry meters, String name, String unit, ToDoubleFunction<StorageOutlook> value) {
        Gauge.builder("statusmonitor.history.storage." + name, () -> {
                    StorageOutlook known = outlook;
                    return known == null ? Double.NaN : value.applyAsDouble(known);
                })
                .baseUnit(unit)
                .strongReference(true)
                .register(meters);
    }

    /** By how much a tier is behind the time by which its newest window could be there. */
    private Duration behind(Tier tier) {
        long due = tier.window(clock.millis());
        return Duration.ofMillis(Math.max(0, due - store.rollUp().until(tier)));
    }

    @Override
    public synchronized void start() {
        if (thread == null) {
            Thread started = Thread.ofPlatform().name("history-upkeep").daemon().unstarted(this::run);
            thread = started;
            started.start();
        }
    }

    @Override
    public synchronized void stop() {
        Thread stopping = thread;
        thread = null;
        if (stopping != null) {
            // Not by an interrupt: it would close the store's files under whoever reads them.
            wake.release();
            try {
                stopping.join(Duration.ofSeconds(20));
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
        Thread self = Thread.currentThread();
        while (thread == self) {
            try {
                rollUp();
                remove();
                measure();
                if (!reason.isEmpty()) {
                    log.atInfo().log("the history is rolled up again");
                }
                reason = "";
            } catch (RuntimeException e) {
                fail(e);
            }
            pause();
        }
    }

    private void rollUp() {
        long pass;
        synchronized (passes) {
            pass = ++passesBegun;
        }
        store.rollUp().run();
        synchronized (passes) {
            newestPassDone = pass;
            passes.notifyAll();
        }
    }

    /**
     * Has what is stored by now rolled up at once.
     *
     * @param patience for how long it may take
     * @return whether it was done by then
     */
    public boolean rollUpNow(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        synchronized (passes) {
            long needed = passesBegun + 1;
            wake.release();
            for (long left = patience.toNanos(); newestPassDone < needed; left = end - System.nanoTime()) {
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(passes, left);
            }
            return true;
        }
    }

    private void remove() {
        Instant now = clock.instant();
        // A new deletion is not kept waiting.
        if (deleted.count() > removedFor || !now.isBefore(nextRemoval)) {
            deleted.remove();
            nextRemoval = now.plus(settings.removeEvery());
        }
        removedFor = deleted.count();
    }

    private void measure() {
        Instant now = clock.instant();
        if (!now.isBefore(nextMeasure)) {
            nextMeasure = now.plus(MEASURE);
            outlook = StorageOutlook.of(store.usage(), now);
        }
    }

    private void fail(RuntimeException e) {
        String why = String.valueOf(e.getMessage());
        if (reason.isEmpty()) {
            if (e instanceof StoreException || e instanceof TookTooLongException) {
                log.atWarn().addKeyValue("reason", why).log("the history is not rolled up");
            } else {
                log.atError().setCause(e).log("rolling up failed for a reason that nobody foresaw");
            }
        }
        reason = why;
    }

    private void pause() {
        try {
            var _ = wake.tryAcquire(settings.rollUpEvery().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Health health() {
        var late =
                behind(Tier.MINUTE).compareTo(BEHIND) > 0 || behind(Tier.HOUR).compareTo(BEHIND.plusMinutes(2)) > 0;
        var health = (reason.isEmpty() && !late ? Health.up() : Health.down())
                .withDetail("minutes-behind", behind(Tier.MINUTE).toSeconds() + " s")
                .withDetail("hours-behind", behind(Tier.HOUR).toSeconds() + " s");
        if (!reason.isEmpty()) {
            health.withDetail("reason", reason);
        } else if (late) {
            health.withDetail("reason", "rolling up is behind by more than " + BEHIND.toMinutes() + " minutes");
        }
        return health.build();
    }
}
