package dev.statusmonitor.history.store.influxdb;

import com.influxdb.query.FluxRecord;
import dev.statusmonitor.history.store.Deadline;
import dev.statusmonitor.history.store.HostSample;
import dev.statusmonitor.history.store.HostWindows;
import dev.statusmonitor.history.store.HostWindows.Stretch;
import dev.statusmonitor.history.store.RollUp;
import dev.statusmonitor.history.store.StoreException;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.influxdb.Access.Right;
import dev.statusmonitor.history.store.influxdb.Flux.Whose;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link WindowMaker} makes each window once, when it has ended; this checks each of them once, and makes again what is
 * not as it should be: by the count of samples, a window against the next finer tier. So it does not matter why a window
 * is not whole: a run that InfluxDB skipped while it was down, a task that failed or was taken away, a sample that came
 * late or through another instance, a process that died. A window is made again only where there are more samples than
 * it was made of, so one whose samples are partly gone is left as it is.
 *
 * <p>What comes late for a window that was checked is known by the writer, and that window of that host is checked
 * again; after a start everything is, as far back as the finer tier is whole.
 */
final class InfluxDbRollUp implements RollUp {
    private static final Logger log = LoggerFactory.getLogger(InfluxDbRollUp.class);
    /** Not counted on to be whole at its far end: InfluxDB drops whole hours of samples, whole days of minutes. */
    private static final Duration UNSURE_SAMPLES = Duration.ofMinutes(20);

    private static final Duration UNSURE_MINUTES = Duration.ofHours(2);
    /** How many windows of hosts are compared at a time, which have to fit into memory. */
    private static final int MAX_COMPARED = 10_000;
    /** From this many hosts on, half of all, a window is made for all hosts at once. */
    private static final int MANY_HOSTS = 8;

    private final InfluxDb influxDb;
    private final WindowMaker maker;
    private final Clock clock;
    private final Progress minutes;
    private final Progress hours;

    InfluxDbRollUp(InfluxDb influxDb, WindowMaker maker, Clock clock, MeterRegistry meters) {
        this.influxDb = influxDb;
        this.maker = maker;
        this.clock = clock;
        this.minutes = new Progress(Tier.MINUTE, meters);
        this.hours = new Progress(Tier.HOUR, meters);
    }

    /** How far a tier has got. */
    private final class Progress {
        final Tier tier;
        final Duration unsure;
        /** How much is made at a time: for all hosts, and for one. */
        final Duration madeForAll;

        final Duration madeForOne;
        final Counter made;

        /** Guarded by this. */
        private HostWindows late;

        /** Windows that end by then have been checked; those up to {@code begun} may be under way. */
        volatile long until;

        volatile long begun;
        /** How many hosts there were when windows were compared last. */
        private int hosts = MAX_COMPARED / 5;

        Progress(Tier tier, MeterRegistry meters) {
            boolean finest = tier == Tier.MINUTE;
            this.tier = tier;
            this.unsure = finest ? UNSURE_SAMPLES : UNSURE_MINUTES;
            this.madeForAll = finest ? Duration.ofMinutes(5) : Duration.ofHours(4);
            this.madeForOne = finest ? Duration.ofHours(2) : Duration.ofDays(2);
            this.late = new HostWindows(tier);
            this.until = oldest();
            this.begun = until;
            this.made = Counter.builder("statusmonitor.history.influxdb.repaired")
                    .description("windows that were made again, or instead of by who should have, one for each host")
                    .tag("tier", tier.label())
                    .register(meters);
            Gauge.builder("statusmonitor.history.influxdb.tier.lag", () -> (clock.millis() - until) / 1000.0)
                    .description("for how long the tier's newest window that was checked has ended")
                    .baseUnit("seconds")
                    .tag("tier", tier.label())
                    .register(meters);
        }

        /** The first window that the finer tier has all of. */
        long oldest() {
            Tier finer = tier == Tier.MINUTE ? Tier.RAW : Tier.MINUTE;
            long whole = clock.millis() - Provisioning.retention(finer).toMillis() + unsure.toMillis();
            return tier.window(whole) + tier.step();
        }

        /** How much of all hosts is compared at a time. */
        Duration compared() {
            int windows = Math.clamp(MAX_COMPARED / Math.max(1, hosts), 1, 60);
            return Duration.ofMillis(windows * tier.step());
        }

        synchronized void late(String host, long window) {
            late.add(host, window);
        }

        synchronized void late(HostWindows windows) {
            late.addAll(windows);
        }

        synchronized HostWindows takeLate() {
            HostWindows taken = late;
            late = new HostWindows(tier);
            return taken;
        }
    }

    /** To be called when samples have been stored: finds those whose window may have been checked without them. */
    void stored(List<HostSample> samples) {
        long begun = minutes.begun;
        for (HostSample each : samples) {
            long window = Tier.MINUTE.window(each.sample().timestamp());
            if (window + Tier.MINUTE.step() <= begun) {
                minutes.late(each.host(), window);
            }
        }
        maker.stored(samples);
    }

    /** To be called when samples were refused: they may be among what was made of those that are stored. */
    void refused() {
        maker.clear();
    }

    @Override
    public void late(String host, Set<Long> windows) {
        // The writer has told already.
    }

    @Override
    public void handedOver() {
        maker.clear();
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
    public synchronized void run() {
        long now = clock.millis();
        get(minutes, Tier.MINUTE.window(maker.make(Tier.MINUTE, now, now)));
        get(hours, Tier.HOUR.window(maker.make(Tier.HOUR, minutes.until, now)));
        maker.complaint().ifPresent(sentence -> {
            throw new StoreException(sentence, null);
        });
    }

    private void get(Progress of, long end) {
        long oldest = of.oldest();
        of.until = Math.max(of.until, oldest);
        while (of.until < end) {
            long start = of.until;
            long stop = Math.min(end, start + of.compared().toMillis());
            of.begun = stop;
            mend(of, null, new Stretch(start, stop));
            of.until = stop;
        }
        HostWindows late = of.takeLate();
        try {
            mendLate(of, late, oldest);
        } catch (RuntimeException e) {
            of.late(late);
            throw e;
        }
    }

    private void mendLate(Progress of, HostWindows late, long oldest) {
        if (late.isEmpty()) {
            return;
        }
        if (late.hosts().size() > MANY_HOSTS * 4) {
            Stretch span = late.span();
            long stop = Math.min(span.stop(), of.until);
            pieces(
                    Math.max(oldest, span.start()),
                    stop,
                    of.compared(),
                    (from, until) -> mend(of, null, new Stretch(from, until)));
        } else {
            late.forEach((host, stretch) -> {
                // What was not checked yet is checked when its time comes.
                long start = Math.max(oldest, stretch.start());
                long stop = Math.min(of.until, stretch.stop());
                if (start < stop) {
                    mend(of, host, new Stretch(start, stop));
                }
            });
        }
    }

    /** Compares the windows of a stretch with what they should be made of, and makes those again that are not. */
    private void mend(Progress of, @Nullable String host, Stretch stretch) {
        var seen = new HashSet<String>();
        HostWindows wrong = compare(of.tier, host, stretch, seen);
        if (host == null) {
            of.hosts = seen.size();
        }
        if (wrong.isEmpty()) {
            return;
        }
        var count = new long[1];
        wrong.forEach((h, each) -> count[0] += (each.stop() - each.start()) / of.tier.step());
        if (host == null
                && wrong.hosts().size() >= MANY_HOSTS
                && 2 * wrong.hosts().size() >= seen.size()) {
            Stretch span = wrong.span();
            pieces(span.start(), span.stop(), of.madeForAll, (from, until) -> make(of.tier, null, from, until));
        } else {
            wrong.forEach((h, each) ->
                    pieces(each.start(), each.stop(), of.madeForOne, (from, until) -> make(of.tier, h, from, until)));
        }
        of.made.increment((double) count[0]);
        log.atDebug()
                .addKeyValue("tier", of.tier.label())
                .addKeyValue("hosts", wrong.hosts().size())
                .addKeyValue("windows", count[0])
                .log("windows were made again");
        if (of.tier == Tier.MINUTE) {
            var coarser = new HostWindows(Tier.HOUR);
            coarser.addCoarser(wrong);
            hours.late(coarser);
        }
    }

    private static void pieces(long start, long stop, Duration length, BiConsumer<Long, Long> action) {
        for (long from = start; from < stop; from += length.toMillis()) {
            action.accept(from, Math.min(stop, from + length.toMillis()));
        }
    }

    private void make(Tier tier, @Nullable String host, long start, long stop) {
        influxDb.query(
                Right.TASK,
                Flux.rollUp(tier, whose(host)),
                values(host, start, stop),
                Deadline.in(influxDb.timeout()),
                row -> {});
    }

    private record Window(String host, long start) {
        static Window of(FluxRecord row) {
            return new Window(
                    Names.decode(InfluxDbSampleReader.text(row, "_measurement")), InfluxDbSampleReader.time(row));
        }
    }

    /** How a window is: by how many samples each statistic was made, as far as it was. */
    private static final class Found {
        private int statistics;
        private long fewest = Long.MAX_VALUE;

        /** @param samples of the sum and the count, by which samples are counted; of the others it is always one */
        void take(String statistic, long samples) {
            statistics++;
            if (statistic.equals("sum") || statistic.equals("count")) {
                fewest = Math.min(fewest, samples);
            }
        }

        boolean lacks(long expected) {
            return statistics < 4 || fewest < expected;
        }

        boolean hasMore(long expected) {
            return fewest != Long.MAX_VALUE && fewest > expected;
        }
    }

    private HostWindows compare(Tier tier, @Nullable String host, Stretch stretch, Set<String> seen) {
        var expected = new HashMap<Window, Long>();
        var found = new HashMap<Window, Found>();
        influxDb.query(
                Right.TASK,
                Flux.expected(tier, whose(host)),
                values(host, stretch.start(), stretch.stop()),
                Deadline.in(influxDb.timeout()),
                row -> expected.put(Window.of(row), (long) InfluxDbSampleReader.number(row)));
        if (!expected.isEmpty()) {
            influxDb.query(
                    Right.TASK,
                    Flux.found(tier, whose(host)),
                    values(host, stretch.start(), stretch.stop()),
                    Deadline.in(influxDb.timeout()),
                    row -> found.computeIfAbsent(Window.of(row), window -> new Found())
                            .take(InfluxDbSampleReader.text(row, Lines.STATISTIC), (long)
                                    InfluxDbSampleReader.number(row)));
        }
        var wrong = new HostWindows(tier);
        expected.forEach((window, samples) -> {
            seen.add(window.host());
            Found is = found.get(window);
            if (is == null || (is.lacks(samples) && !is.hasMore(samples))) {
                wrong.add(window.host(), window.start());
            }
        });
        return wrong;
    }

    private static Whose whose(@Nullable String host) {
        return host == null ? Whose.ALL_HOSTS : Whose.ONE_HOST;
    }

    private static FluxValues values(@Nullable String host, long start, long stop) {
        var values = new FluxValues().range(start, stop);
        return host == null ? values : values.host(host);
    }
}
