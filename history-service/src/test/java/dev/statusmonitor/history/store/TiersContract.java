package dev.statusmonitor.history.store;

import static dev.statusmonitor.history.store.TestSamples.buckets;
import static dev.statusmonitor.history.store.TestSamples.raw;
import static dev.statusmonitor.history.store.TestSamples.sample;
import static dev.statusmonitor.history.store.TestSamples.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.contract.SeriesList;
import dev.statusmonitor.history.store.StorageUsage.TierUsage;
import dev.statusmonitor.history.store.TestSamples.SetClock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every store promises of its coarser tiers: each window equals what the samples themselves give. The clock does
 * not move, since a server has its own; what is to be rolled up lies hours back.
 */
public abstract class TiersContract {
    private static final String CPU = "system.cpu.utilization{cpu.mode=user}";
    private static final String UPTIME = "system.uptime";
    private static final String RECEIVE =
            "system.network.io.rate{network.interface.name=eth0,network.io.direction=receive}";
    private static final long MINUTE = Tier.MINUTE.step();
    private static final long HOUR = Tier.HOUR.step();

    protected final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    protected final SetClock clock = new SetClock(now);

    /** The start of a whole hour whose last minute ended some hours ago. */
    protected final long hour = Tier.HOUR.window(now.toEpochMilli()) - 5 * HOUR;

    @TempDir
    protected Path folder;

    protected TieredStore store;
    private final PlainRollUp plain = new PlainRollUp();

    /** Opens the store of this folder, one that is there or a new one. */
    protected abstract TieredStore open(Path folder, Clock clock, LastStop lastStop);

    @BeforeEach
    void open() {
        store = open(folder, clock, LastStop.NEVER_STARTED);
    }

    @AfterEach
    void close() {
        store.close();
    }

    protected final void reopen(LastStop lastStop) {
        store.close();
        store = open(folder, clock, lastStop);
    }

    @Test
    void holdsSmallestLargestMeanAndCountOfEverySeries() {
        var samples = new ArrayList<HostSample>();
        for (int second = 0; second < 180; second++) {
            samples.add(sample(
                    "h1",
                    hour + 1000L * second + 137,
                    Map.of(CPU, second % 60 == 7 ? 0.99 : 0.25, UPTIME, 1000.0 + second, RECEIVE, second * 1.5)));
        }
        write(samples);
        store.rollUp().run();

        var found = tier("h1", Tier.MINUTE, hour, hour + 3 * MINUTE, CPU, UPTIME, "system.network.io.rate");
        var cpu = series(found, CPU);
        for (int minute = 0; minute < 3; minute++) {
            assertThat(cpu.min(minute)).isEqualTo(0.25);
            assertThat(cpu.max(minute)).isEqualTo(0.99);
            assertThat(cpu.mean(minute)).isCloseTo((59 * 0.25 + 0.99) / 60, within(1e-12));
            assertThat(cpu.count(minute)).isEqualTo(60);
        }
        agrees("h1", CPU, UPTIME, RECEIVE);
    }

    @Test
    void makesHoursOfWholeHours() {
        var samples = new ArrayList<HostSample>();
        // One minute is full, another has a single sample: the mean of the means would be wrong.
        for (int second = 0; second < 60; second++) {
            samples.add(sample("h1", hour + 1000L * second, Map.of(UPTIME, 10.0)));
        }
        samples.add(sample("h1", hour + 30 * MINUTE, Map.of(UPTIME, 1000.0)));
        samples.add(sample("h1", hour + HOUR, Map.of(UPTIME, 7.0)));
        write(samples);
        store.rollUp().run();

        var hours = series(tier("h1", Tier.HOUR, hour, hour + 2 * HOUR, UPTIME), UPTIME);
        assertThat(hours.mean(0)).isCloseTo((60 * 10.0 + 1000) / 61, within(1e-9));
        assertThat(hours.max(0)).isEqualTo(1000);
        assertThat(hours.count(0)).isEqualTo(61);
        assertThat(hours.mean(1)).isEqualTo(7);
        agrees("h1", UPTIME);
    }

    @Test
    void leavesGapsAndHostsWithOtherMetricsAsTheyAre() {
        write(List.of(
                sample("h1", hour, Map.of(UPTIME, 1.0)),
                sample("h1", hour + 10 * MINUTE, Map.of(UPTIME, 2.0)),
                sample("h2", hour + 5 * MINUTE, Map.of(RECEIVE, 3.0)),
                sample("h3", hour + 3 * HOUR, Map.of(CPU, 0.5))));
        store.rollUp().run();

        agrees("h1", UPTIME);
        agrees("h2", RECEIVE);
        agrees("h3", CPU);
        assertThat(tier("h1", Tier.MINUTE, hour + MINUTE, hour + 10 * MINUTE, UPTIME)
                        .series())
                .allSatisfy(series -> {
                    for (int i = 0; i < 9; i++) {
                        assertThat(series.count(i)).isZero();
                    }
                });
        assertThat(tier("h2", Tier.HOUR, hour, hour + HOUR, UPTIME).series()).isEmpty();
    }

    @Test
    void rollsUpTwiceAsOnce() {
        write(random(new Random(1), "h1", 400));
        store.rollUp().run();
        store.rollUp().run();
        store.rollUp().late("h1", minutesOf(List.of(sample("h1", hour, Map.of()))));
        store.rollUp().run();
        reopen(LastStop.CLEAN);
        store.rollUp().run();

        agrees("h1", CPU, UPTIME, RECEIVE);
    }

    @Test
    void countsASampleOnceThatCameTwice() {
        var samples = random(new Random(2), "h1", 100);
        write(samples);
        write(samples);
        store.rollUp().run();
        write(samples);
        store.rollUp().late("h1", minutesOf(samples));
        store.rollUp().run();

        agrees("h1", CPU, UPTIME, RECEIVE);
    }

    @Test
    void rollsUpAgainWhatComesLate() {
        write(random(new Random(3), "h1", 300));
        write(random(new Random(4), "h2", 300));
        store.rollUp().run();
        agrees("h1", CPU, UPTIME, RECEIVE);

        var late = new ArrayList<HostSample>();
        for (int second = 0; second < 90; second++) {
            late.add(sample("h1", hour + 17 * MINUTE + 1000L * second + 3, Map.of(CPU, 0.875, UPTIME, 5e6 + second)));
        }
        write(late);
        store.rollUp().late("h1", minutesOf(late));
        store.rollUp().run();

        agrees("h1", CPU, UPTIME, RECEIVE);
        agrees("h2", CPU, UPTIME, RECEIVE);
    }

    @Test
    void rollsUpWhatOneProcessLeftToTheNext() {
        write(random(new Random(5), "h1", 200));
        reopen(LastStop.PROCESS_DIED);
        store.rollUp().run();

        agrees("h1", CPU, UPTIME, RECEIVE);
    }

    @Test
    void equalsAPlainRecomputation() {
        var random = new Random(6);
        for (int round = 0; round < 4; round++) {
            for (String host : List.of("h1", "h2", "h3")) {
                if (random.nextBoolean()) {
                    var samples = random(random, host, 50 + random.nextInt(200));
                    write(samples);
                    store.rollUp().late(host, minutesOf(samples));
                }
            }
            store.rollUp().run();
        }

        agrees("h1", CPU, UPTIME, RECEIVE);
        agrees("h2", CPU, UPTIME, RECEIVE);
        agrees("h3", CPU, UPTIME, RECEIVE);
    }

    @Test
    void saysUpToWhenATierIsComplete() {
        write(List.of(sample("h1", hour, Map.of(UPTIME, 1.0))));
        store.rollUp().run();

        assertThat(store.rollUp().until(Tier.RAW)).isEqualTo(Long.MAX_VALUE);
        for (Tier tier : List.of(Tier.MINUTE, Tier.HOUR)) {
            long until = store.rollUp().until(tier);
            assertThat(until).isEqualTo(tier.window(until));
            assertThat(until)
                    .isBetween(now.toEpochMilli() - 2 * HOUR, Instant.now().toEpochMilli());
        }
    }

    @Test
    void neverMakesAWindowWhoseSamplesAreNoLongerAllThere() {
        long old = Tier.MINUTE.window(now.toEpochMilli() - 30 * HOUR);
        store.windows().write(Tier.MINUTE, List.of(window("h1", old, 60)));
        store.windows().write(Tier.HOUR, List.of(window("h1", Tier.HOUR.window(old), 3600)));

        store.rollUp().late("h1", Set.of(old));
        store.rollUp().run();

        assertThat(series(tier("h1", Tier.MINUTE, old, old + MINUTE, UPTIME), UPTIME)
                        .count(0))
                .isEqualTo(60);
        long oldHour = Tier.HOUR.window(old);
        assertThat(series(tier("h1", Tier.HOUR, oldHour, oldHour + HOUR, UPTIME), UPTIME)
                        .count(0))
                .isEqualTo(3600);
    }

    @Test
    void takesWindowsOfAYear() {
        long start = Tier.HOUR.window(now.toEpochMilli() - Duration.ofDays(364).toMillis());
        var windows = new ArrayList<HostWindow>();
        for (int i = 0; i < 300; i++) {
            windows.add(window("h1", start + 28L * i * HOUR, 100 + i));
        }
        store.windows().write(Tier.HOUR, windows);
        store.windows().write(Tier.HOUR, List.of(window("h1", start, 9)));
        reopen(LastStop.CLEAN);

        var into = buckets(new Grid(start, 28 * HOUR, 300), UPTIME);
        store.reader().read("h1", new TierRange(Tier.HOUR, start, start + 300 * 28 * HOUR), into, soon());
        var series = into.series().getFirst();
        assertThat(series.count(0)).isEqualTo(9);
        for (int i = 1; i < 300; i++) {
            assertThat(series.count(i)).isEqualTo(100 + i);
            assertThat(series.mean(i)).isEqualTo(2.5);
            assertThat(series.min(i)).isEqualTo(1);
            assertThat(series.max(i)).isEqualTo(4);
        }
    }

    @Test
    void keepsToTheRange() {
        store.windows()
                .write(
                        Tier.MINUTE,
                        List.of(
                                window("h1", hour, 1),
                                window("h1", hour + MINUTE, 2),
                                window("h1", hour + 2 * MINUTE, 3)));

        var into = buckets(new Grid(hour, MINUTE, 3), UPTIME);
        store.reader().read("h1", new TierRange(Tier.MINUTE, hour + MINUTE, hour + 2 * MINUTE), into, soon());

        var series = into.series().getFirst();
        assertThat(series.count(0)).isZero();
        assertThat(series.count(1)).isEqualTo(2);
        assertThat(series.count(2)).isZero();
    }

    @Test
    void removesAHostFromEveryTierAndNoOther() {
        long old = Tier.HOUR.window(now.toEpochMilli() - Duration.ofDays(200).toMillis());
        long lastWeek =
                Tier.MINUTE.window(now.toEpochMilli() - Duration.ofDays(5).toMillis());
        for (String host : List.of("h1", "h2")) {
            write(random(new Random(7), host, 100));
            store.windows().write(Tier.HOUR, List.of(window(host, old, 3600)));
            store.windows().write(Tier.MINUTE, List.of(window(host, lastWeek, 60)));
        }
        store.rollUp().run();

        assertThat(removeAll("h1", "never there")).containsExactlyInAnyOrder("h1", "never there");

        for (Tier tier : Tier.values()) {
            var into = buckets(new Grid(old, 400 * 24 * HOUR, 1), CPU, UPTIME, RECEIVE);
            store.reader().read("h1", new TierRange(tier, old, Tier.HOUR.window(now.toEpochMilli())), into, soon());
            assertThat(into.series())
                    .as(tier.label())
                    .allSatisfy(series -> assertThat(series.count(0)).isZero());
        }
        agrees("h2", CPU, UPTIME, RECEIVE);
        assertThat(series(tier("h2", Tier.HOUR, old, old + HOUR, UPTIME), UPTIME)
                        .count(0))
                .isEqualTo(3600);
        assertThat(series(tier("h2", Tier.MINUTE, lastWeek, lastWeek + MINUTE, UPTIME), UPTIME)
                        .count(0))
                .isEqualTo(60);
        store.rollUp().run();
        assertThat(store.remover().remove(Set.of("h1"))).containsExactly("h1");
        agrees("h2", CPU, UPTIME, RECEIVE);
    }

    @Test
    void saysHowMuchRoomItTakes() {
        write(random(new Random(8), "h1", 500));
        store.windows().write(Tier.MINUTE, List.of(window("h1", hour - 24 * HOUR, 60)));
        store.windows().write(Tier.HOUR, List.of(window("h1", hour - 240 * HOUR, 3600)));
        store.rollUp().run();

        // A server may look at its disk every some seconds.
        await().untilAsserted(() -> {
            StorageUsage usage = store.usage();
            assertThat(usage.tiers()).extracting(TierUsage::tier).containsExactly(Tier.values());
            assertThat(usage.tiers())
                    .allSatisfy(tier -> assertThat(tier.bytes()).isPositive())
                    .allSatisfy(tier -> assertThat(tier.oldest().orElseThrow()).isLessThan(now.toEpochMilli()));
            assertThat(usage.freeBytes().orElse(1)).isPositive();
        });
    }

    @Test
    void saysItsName() {
        assertThat(store.name()).matches("[a-z]+");
    }

    @Test
    void givesEverySampleOfAHostWhole() {
        var samples = random(new Random(9), "h1", 300);
        samples.add(sample("h1", hour - 1, Map.of(UPTIME, 1.0)));
        samples.add(sample("h1", hour + HOUR, Map.of(UPTIME, -0.0, CPU, 1.0 / 3, RECEIVE, 1e300)));
        samples.add(sample("h1", hour + 5 * HOUR, Map.of(UPTIME, 2.0)));
        write(samples);
        write(samples);
        write(random(new Random(10), "h2", 30));
        reopen(LastStop.CLEAN);

        var expected = new TreeMap<Long, Map<String, Double>>();
        samples.forEach(each -> expected.put(each.sample().timestamp(), values(each.sample())));
        var found = new TreeMap<Long, Map<String, Double>>();
        store.source()
                .samples(
                        "h1",
                        hour,
                        hour + 5 * HOUR,
                        each -> assertThat(found.put(each.timestamp(), values(each)))
                                .isNull());
        assertThat(found).isEqualTo(expected.subMap(hour, hour + 5 * HOUR));
    }

    @Test
    void givesEveryWindowOfAHostWhole() {
        long week = Tier.HOUR.window(now.toEpochMilli() - Duration.ofDays(6).toMillis());
        for (Tier tier : List.of(Tier.MINUTE, Tier.HOUR)) {
            var windows = new ArrayList<HostWindow>();
            for (int i = 0; i < 400; i++) {
                windows.add(i % 3 == 1 ? window("h1", week + i * tier.step(), 1 + i) : twoSeries("h1", week, tier, i));
            }
            // One that was made otherwise before.
            store.windows().write(tier, List.of(twoSeries("h1", week - 7 * tier.step(), tier, 7)));
            store.windows().write(tier, windows);
            store.windows().write(tier, List.of(window("h2", week, 7)));
            reopen(LastStop.CLEAN);

            assertThat(windows("h1", tier, week, week + 400 * tier.step())).isEqualTo(byStart(windows));
            assertThat(windows("h1", tier, week + 5 * tier.step(), week + 7 * tier.step()))
                    .isEqualTo(byStart(windows.subList(5, 7)));
        }
    }

    @Test
    void givesTheWindowsThatItMade() {
        var samples = new ArrayList<HostSample>();
        for (int second = 0; second < 120; second++) {
            samples.add(sample("h1", hour + 1000L * second, Map.of(UPTIME, second % 7 / 4.0)));
        }
        write(samples);
        store.rollUp().run();

        var made = windows("h1", Tier.MINUTE, hour, hour + HOUR);
        assertThat(made.keySet()).containsExactly(hour, hour + MINUTE);
        assertThat(made.get(hour)).containsOnlyKeys(UPTIME).containsEntry(UPTIME, List.of(0.0, 1.5, 43.5, 60.0));
        assertThat(windows("h1", Tier.HOUR, hour, hour + HOUR).get(hour))
                .containsEntry(UPTIME, List.of(0.0, 1.5, 89.25, 120.0));
    }

    @Test
    void namesEveryHostOfWhichItHasSomething() {
        write(List.of(sample("ünïcödé 🐢", hour, Map.of(UPTIME, 1.0)), sample("a/b c", hour, Map.of(UPTIME, 1.0))));
        long week = Tier.HOUR.window(now.toEpochMilli() - Duration.ofDays(6).toMillis());
        store.windows().write(Tier.MINUTE, List.of(window("only minutes", week, 60)));
        store.windows()
                .write(
                        Tier.HOUR,
                        List.of(window("only hours", week - Duration.ofDays(300).toMillis(), 3600)));
        reopen(LastStop.CLEAN);

        assertThat(store.source().hosts())
                .containsExactlyInAnyOrder("ünïcödé 🐢", "a/b c", "only minutes", "only hours");
        assertThat(windows("nobody", Tier.HOUR, week, week + HOUR)).isEmpty();
    }

    @Test
    void keepsOfTwoWindowsThatOfMoreValuesSeriesBySeries() {
        long old = Tier.HOUR.window(now.toEpochMilli() - Duration.ofDays(6).toMillis());
        var parts = List.of(
                series("h1", old, Map.of(UPTIME, 40L, CPU, 10L)),
                series("h1", old, Map.of(UPTIME, 60L, RECEIVE, 5L)),
                series("h1", old, Map.of(UPTIME, 20L, CPU, 60L)));
        for (Tier tier : List.of(Tier.MINUTE, Tier.HOUR)) {
            store.windows().merge(tier, parts);
            store.windows().merge(tier, parts.subList(1, 2));
            store.windows().merge(tier, parts.subList(0, 1));
            reopen(LastStop.CLEAN);
            store.windows().merge(tier, parts.subList(2, 3));

            assertThat(windows("h1", tier, old, old + tier.step()).get(old))
                    .isEqualTo(Map.of(
                            UPTIME, List.of(-60.0, 60.0, 30.0, 60.0),
                            CPU, List.of(-60.0, 60.0, 30.0, 60.0),
                            RECEIVE, List.of(-5.0, 5.0, 2.5, 5.0)));
        }
    }

    /** One host's windows by their start, as {@link HistorySource} gives them: smallest, largest, sum, count. */
    private Map<Long, Map<String, List<Double>>> windows(String host, Tier tier, long start, long stop) {
        var found = new ArrayList<HostWindow>();
        store.source().windows(host, new TierRange(tier, start, stop), found::add);
        assertThat(found).allSatisfy(each -> assertThat(each.host()).isEqualTo(host));
        assertThat(found).extracting(HostWindow::start).doesNotHaveDuplicates();
        return byStart(found);
    }

    private static Map<Long, Map<String, List<Double>>> byStart(List<HostWindow> windows) {
        var byStart = new TreeMap<Long, Map<String, List<Double>>>();
        for (HostWindow each : windows) {
            var series = new TreeMap<String, List<Double>>();
            for (int i = 0; i < each.series().size(); i++) {
                series.put(
                        each.series().names().get(i),
                        List.of(each.mins()[i], each.maxs()[i], each.sums()[i], (double) each.counts()[i]));
            }
            byStart.put(each.start(), series);
        }
        return byStart;
    }

    private static Map<String, Double> values(Sample sample) {
        var values = new TreeMap<String, Double>();
        for (int i = 0; i < sample.values().length; i++) {
            values.put(sample.series().names().get(i), sample.values()[i]);
        }
        return values;
    }

    /** A window of some series, whose values were between minus and plus their count. */
    private static HostWindow series(String host, long start, Map<String, Long> counts) {
        var sorted = new TreeMap<>(counts);
        double[] numbers =
                sorted.values().stream().mapToDouble(Long::doubleValue).toArray();
        return new HostWindow(
                host,
                start,
                SeriesList.of(List.copyOf(sorted.keySet())),
                Arrays.stream(numbers).map(each -> -each).toArray(),
                numbers,
                Arrays.stream(numbers).map(each -> each / 2).toArray(),
                sorted.values().stream().mapToLong(Long::longValue).toArray());
    }

    private static HostWindow twoSeries(String host, long first, Tier tier, int index) {
        return new HostWindow(
                host,
                first + index * tier.step(),
                SeriesList.of(List.of(CPU, RECEIVE)),
                new double[] {-0.1 * index, 1},
                new double[] {1.0 / 3, 1e9 + index},
                new double[] {0.7 * index, 2e9 + index},
                new long[] {60, 2});
    }

    /** What the remover says is gone, asked until that is all; a store may want to be asked often, but not for ever. */
    private Set<String> removeAll(String... hosts) {
        var gone = new TreeSet<String>();
        for (int i = 0; i < 100 && gone.size() < hosts.length; i++) {
            gone.addAll(store.remover().remove(Set.of(hosts)));
            letTimePass();
        }
        return gone;
    }

    /** For a store that needs some hours to take a host out: the test does not wait for them. */
    protected void letTimePass() {}

    private void write(List<HostSample> samples) {
        plain.add(samples);
        store.writer().write(samples);
    }

    /** Compares minutes and hours of these series with what the samples give. */
    private void agrees(String host, String... names) {
        for (Tier tier : List.of(Tier.MINUTE, Tier.HOUR)) {
            for (String name : names) {
                var expected = plain.windows(host, tier, name);
                var found = new TreeMap<Long, PlainRollUp.Window>();
                var buckets = tier(host, tier, hour - HOUR, hour + 5 * HOUR, name);
                if (!buckets.series().isEmpty()) {
                    var series = series(buckets, name);
                    for (int i = 0; i < buckets.grid().size(); i++) {
                        if (series.count(i) > 0) {
                            found.put(
                                    buckets.grid().time(i),
                                    new PlainRollUp.Window(
                                            series.min(i), series.max(i), series.mean(i), series.count(i)));
                        }
                    }
                }
                assertThat(found.keySet())
                        .as("windows of %s %s %s", host, tier, name)
                        .isEqualTo(expected.keySet());
                found.forEach((start, window) -> {
                    var right = Objects.requireNonNull(expected.get(start));
                    assertThat(window.count())
                            .as("%s %s %s %s", host, tier, name, start)
                            .isEqualTo(right.count());
                    assertThat(window.min()).isEqualTo(right.min());
                    assertThat(window.max()).isEqualTo(right.max());
                    assertThat(window.mean()).isCloseTo(right.mean(), within(1e-9 * (1 + Math.abs(right.mean()))));
                });
            }
        }
    }

    /** Samples at random times within four hours, with gaps, each with some of three series. */
    private List<HostSample> random(Random random, String host, int count) {
        var samples = new ArrayList<HostSample>();
        long time = hour + random.nextInt(600_000);
        for (int i = 0; i < count && time < hour + 4 * HOUR; i++) {
            var values = new TreeMap<String, Double>();
            if (random.nextInt(10) > 0) {
                values.put(CPU, random.nextDouble());
            }
            if (random.nextInt(10) > 1) {
                values.put(UPTIME, (double) random.nextInt(1_000_000));
            }
            if (random.nextInt(10) > 4) {
                values.put(RECEIVE, random.nextInt(1000) / 8.0);
            }
            samples.add(sample(host, time, values));
            time += random.nextInt(50) == 0 ? random.nextInt(1_200_000) : 900 + random.nextInt(200);
        }
        return samples;
    }

    private static Set<Long> minutesOf(List<HostSample> samples) {
        return samples.stream()
                .map(each -> Tier.MINUTE.window(each.sample().timestamp()))
                .collect(Collectors.toSet());
    }

    /** A window of one series, whose values were between 1 and 4, 2.5 in the mean. */
    private static HostWindow window(String host, long start, long count) {
        return new HostWindow(
                host,
                start,
                SeriesList.of(List.of(UPTIME)),
                new double[] {1},
                new double[] {4},
                new double[] {2.5 * count},
                new long[] {count});
    }

    /** One tier's windows, each in a bucket of its own. */
    private SeriesBuckets tier(String host, Tier tier, long start, long stop, String... wanted) {
        var into = buckets(new Grid(start, tier.step(), (int) ((stop - start) / tier.step())), wanted);
        store.reader().read(host, new TierRange(tier, start, stop), into, soon());
        return into;
    }

    private static SeriesBuckets.Series series(SeriesBuckets buckets, String name) {
        return buckets.series().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no series " + name));
    }

    /** For tests of an adapter that read the samples themselves. */
    protected final SeriesBuckets samples(String host, long start, int size, String... wanted) {
        var into = buckets(TestSamples.seconds(start, size), wanted);
        store.reader().read(host, raw(into), into, soon());
        return into;
    }
}
