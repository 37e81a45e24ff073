package dev.statusmonitor.benchmarks.history;

import dev.statusmonitor.benchmarks.load.Latencies;
import dev.statusmonitor.benchmarks.platform.CannotMeasureException;
import dev.statusmonitor.benchmarks.platform.Log;
import dev.statusmonitor.benchmarks.platform.Platform;
import dev.statusmonitor.contract.Metrics;
import dev.statusmonitor.history.query.HistoryAnswers;
import dev.statusmonitor.history.store.HostSample;
import dev.statusmonitor.history.store.HostWindow;
import dev.statusmonitor.history.store.StoreException;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.TieredStore;
import dev.statusmonitor.history.store.TookTooLongException;
import dev.statusmonitor.starter.problem.ProblemException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes history up to now, in the order of time and with a clock that says that time, and asks for it.
 *
 * <p>What is older than the samples goes in as windows; the samples go in as samples, and are rolled up and compacted as
 * they would be. Then a few minutes of more hosts, each rolled up by itself; then the questions.
 */
final class HistoryRun {
    private static final long MINUTE = Tier.MINUTE.step();
    private static final long HOUR = Tier.HOUR.step();
    private static final long DAY = 24 * HOUR;
    /** After this each store has rolled up the minute; InfluxDB's is checked by then, too. */
    private static final long SETTLE = Duration.ofMinutes(2).toMillis();
    /** So long after the last sample it is asked. */
    private static final long ASKED = Duration.ofSeconds(15).toMillis();

    private static final int BATCH = 2_000;
    private static final int SOME_MINUTES = 3;
    private static final Duration WRITE_PATIENCE = Duration.ofMinutes(2);
    private static final Duration ROLL_UP_PATIENCE = Duration.ofMinutes(10);
    /** The ranges that people ask for, and how long they are. */
    private static final Map<String, Duration> RANGES = ranges();
    /** Of one series each. */
    private static final List<String> METRICS = List.of(Metrics.CPU_TOTAL, Metrics.LOAD_1M, Metrics.MEMORY_LIMIT);

    private final BenchedStore benched;
    private final HistorySize size;
    private final Report report;
    private final SettableClock clock;
    private final List<GeneratedHost> hosts;
    /** Where it all ends: the last whole minute. */
    private final long end;

    private long written;
    private long writing;
    private @Nullable TieredStore store;

    HistoryRun(BenchedStore benched, HistorySize size, Instant now, Report report) {
        this.benched = benched;
        this.size = size;
        this.report = report;
        this.end = Tier.MINUTE.window(now.toEpochMilli() - 2 * SETTLE);
        this.clock = new SettableClock(now);
        this.hosts =
                IntStream.range(0, size.many()).mapToObj(GeneratedHost::new).toList();
    }

    private static Map<String, Duration> ranges() {
        var ranges = new LinkedHashMap<String, Duration>();
        ranges.put("5m", Duration.ofMinutes(5));
        ranges.put("24h", Duration.ofHours(24));
        ranges.put("7d", Duration.ofDays(7));
        ranges.put("12mo", Duration.ofDays(365));
        return ranges;
    }

    void run() throws CannotMeasureException {
        try {
            fill();
            ask();
        } catch (StoreException | TookTooLongException | ProblemException e) {
            throw new CannotMeasureException("the store failed: " + e.getMessage(), e);
        }
    }

    private TieredStore store() {
        return Objects.requireNonNull(store);
    }

    private void fill() throws CannotMeasureException {
        long samplesFrom = Tier.HOUR.window(end - size.samples().toMillis());
        long settled = Tier.HOUR.window(end) - 2 * HOUR;
        long some = end - (size.lastMinutes() + SOME_MINUTES) * MINUTE;
        long many = end - size.lastMinutes() * MINUTE;
        if (samplesFrom >= settled || settled >= some) {
            throw new CannotMeasureException("so little history has nothing that is two hours old");
        }
        windows(samplesFrom);
        clock.set(samplesFrom);
        store = benched.open(clock);

        samples(size.hosts(), samplesFrom, settled);
        rollUp(settled);
        long values = written;
        benched.settle(clock, settled, size.look());
        report.print("bytes-per-value", (double) rawBytes() / values, "By");

        samples(size.hosts(), settled, some);
        rollUp(some);
        rollUps(size.some(), some, many);
        rollUps(size.many(), many, end);
        report.print("values-per-s", written / (writing / 1e9), "values/s");
    }

    /** Both coarser tiers, day by day. */
    private void windows(long until) throws CannotMeasureException {
        Log.say("Writing windows of " + size.hosts() + " hosts.");
        long from = Tier.HOUR.window(end - size.hours().toMillis());
        long minutesFrom = Tier.HOUR.window(end - size.minutes().toMillis());
        clock.set(from);
        store = benched.open(clock);
        for (long day = from; day < until; day += DAY) {
            long stop = Math.min(until, day + DAY);
            clock.set(stop);
            windows(Tier.HOUR, day, stop);
            windows(Tier.MINUTE, Math.max(day, minutesFrom), stop);
        }
    }

    private void windows(Tier tier, long from, long stop) throws CannotMeasureException {
        var batch = new ArrayList<HostWindow>();
        for (long start = from; start < stop; start += tier.step()) {
            for (GeneratedHost host : hosts.subList(0, size.hosts())) {
                batch.add(host.window(tier, start));
            }
            if (batch.size() >= BATCH) {
                again(() -> store().windows().write(tier, batch));
                batch.clear();
            }
        }
        again(() -> store().windows().write(tier, batch));
    }

    /** What the store did not take in time is written again, as the service does. */
    private static void again(Runnable write) throws CannotMeasureException {
        long giveUp = System.nanoTime() + WRITE_PATIENCE.toNanos();
        while (true) {
            try {
                write.run();
                return;
            } catch (StoreException e) {
                if (System.nanoTime() > giveUp) {
                    throw e;
                }
                Log.say("Written again after a second: " + e.getMessage());
                Platform.pause(Duration.ofSeconds(1));
            }
        }
    }

    /** Samples of the first hosts, rolled up hour by hour. */
    private void samples(int count, long from, long stop) throws CannotMeasureException {
        Log.say("Writing " + (stop - from) / MINUTE + " minutes of samples of " + count + " hosts.");
        var batch = new ArrayList<HostSample>();
        for (long time = from; time < stop; time += 1_000) {
            for (GeneratedHost host : hosts.subList(0, count)) {
                batch.add(host.sample(time / 1_000));
            }
            long next = time + 1_000;
            boolean wholeHour = next % HOUR == 0;
            if (batch.size() >= BATCH || wholeHour || next == stop) {
                clock.set(next);
                write(batch);
                batch.clear();
            }
            if (wholeHour) {
                clock.set(next + SETTLE);
                rollUpOnce();
            }
        }
    }

    private void write(List<HostSample> batch) throws CannotMeasureException {
        long begun = System.nanoTime();
        again(() -> store().writer().write(batch));
        writing += System.nanoTime() - begun;
        for (HostSample each : batch) {
            written += each.sample().values().length;
        }
    }

    /** Minute by minute; the median, since an hour may end with one of them. */
    private void rollUps(int count, long from, long stop) throws CannotMeasureException {
        var seconds = new ArrayList<Double>();
        for (long minute = from; minute < stop; minute += MINUTE) {
            samples(count, minute, minute + MINUTE);
            Duration before = benched.cpu();
            rollUp(minute + MINUTE);
            seconds.add(benched.cpu().minus(before).toNanos() / 1e9);
        }
        seconds.sort(null);
        report.print("rollup-" + count, seconds.get(seconds.size() / 2), "s");
    }

    /** Returns when all that ends by then is rolled up. */
    private void rollUp(long until) throws CannotMeasureException {
        clock.set(until + SETTLE);
        long giveUp = System.nanoTime() + ROLL_UP_PATIENCE.toNanos();
        rollUpOnce();
        while (store().rollUp().until(Tier.MINUTE) < until) {
            if (System.nanoTime() > giveUp) {
                throw new CannotMeasureException("the minutes up to " + Instant.ofEpochMilli(until)
                        + " were not rolled up, but up to "
                        + Instant.ofEpochMilli(store().rollUp().until(Tier.MINUTE)));
            }
            Platform.pause(Duration.ofMillis(500));
            rollUpOnce();
        }
    }

    /** What took too long is tried again, as the service does. */
    private void rollUpOnce() {
        try {
            store().rollUp().run();
        } catch (TookTooLongException e) {
            Log.say("Rolling up took too long and is tried again.");
        }
    }

    private long rawBytes() {
        return store().usage().tiers().stream()
                .filter(each -> each.tier() == Tier.RAW)
                .mapToLong(each -> each.bytes())
                .sum();
    }

    private void ask() throws CannotMeasureException {
        Log.say("Asking.");
        var cold = new LinkedHashMap<String, Latencies>();
        for (int i = 0; i < size.cold(); i++) {
            store = benched.openCold(clock);
            // It tells first up to when each tier is whole; that is no question's time.
            rollUp(end);
            clock.set(end + ASKED);
            try (var answers = new HistoryAnswers(store(), clock)) {
                round(answers, i, cold);
            }
        }
        var warm = new LinkedHashMap<String, Latencies>();
        try (var answers = new HistoryAnswers(store(), clock)) {
            for (int i = 0; i < METRICS.size(); i++) {
                round(answers, i, new LinkedHashMap<>());
            }
            for (int i = 0; i < size.warm(); i++) {
                round(answers, i, warm);
            }
        }
        for (String range : RANGES.keySet()) {
            Latencies of = Objects.requireNonNull(warm.get(range));
            report.print(range + ".p50", of.millis(0.5), "ms");
            report.print(range + ".p99", of.millis(0.99), "ms");
            report.print(
                    range + ".cold-p99", Objects.requireNonNull(cold.get(range)).millis(0.99), "ms");
        }
    }

    /** Each range of each host once. */
    private void round(HistoryAnswers answers, int number, Map<String, Latencies> into) throws CannotMeasureException {
        List<String> ranges = List.copyOf(RANGES.keySet());
        for (int i = 0; i < size.hosts(); i++) {
            for (int j = 0; j < ranges.size(); j++) {
                String range = ranges.get((i + j + number) % ranges.size());
                String metric = METRICS.get((i + number) % METRICS.size());
                long begun = System.nanoTime();
                int points = answers.json(hosts.get(i).id(), metric, "-" + range, OutputStream.nullOutputStream());
                long taken = System.nanoTime() - begun;
                into.computeIfAbsent(range, r -> new Latencies()).add(taken);
                requireWhole(range, points);
            }
        }
    }

    /** An answer with holes is quick, and none. */
    private void requireWhole(String range, int points) throws CannotMeasureException {
        long length = Math.min(
                Objects.requireNonNull(RANGES.get(range)).toMillis(),
                (range.equals("12mo") ? size.hours() : size.minutes()).toMillis());
        long step = Math.max(
                1_000, Math.ceilDiv(Objects.requireNonNull(RANGES.get(range)).toMillis(), 600));
        long expected = length / (Math.ceilDiv(step, MINUTE) * MINUTE);
        if (range.equals("5m")) {
            expected = length / 1_000;
        } else if (range.equals("12mo")) {
            expected = length / (Math.ceilDiv(step, HOUR) * HOUR);
        }
        if (points < expected * 0.95) {
            throw new CannotMeasureException("the last " + range + " came with " + points + " points of " + expected);
        }
    }
}
