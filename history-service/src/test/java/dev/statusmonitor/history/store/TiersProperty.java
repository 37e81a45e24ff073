package dev.statusmonitor.history.store;

import static dev.statusmonitor.history.store.TestSamples.buckets;
import static dev.statusmonitor.history.store.TestSamples.sample;
import static dev.statusmonitor.history.store.TestSamples.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.statusmonitor.history.store.TestSamples.SetClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.springframework.util.FileSystemUtils;

/**
 * Each tier equals what the samples give, whatever comes when: time goes by here, hours are rolled up while samples
 * come, late ones and repeated ones too, and processes die.
 */
public abstract class TiersProperty {
    private static final String UPTIME = "system.uptime";
    private static final String LOAD = "system.cpu.load_average.1m";
    private static final List<String> HOSTS = List.of("h1", "h2", "h3");
    private static final long MINUTE = Tier.MINUTE.step();

    /** Opens the store of this folder, one that is there or a new one. */
    protected abstract TieredStore open(Path folder, Clock clock, LastStop lastStop);

    /** When the first sample may be, a whole hour. */
    protected abstract Instant start();

    /** For how long samples come. */
    protected abstract Duration length(Random random);

    /** For a store that puts away what is closed. */
    protected void putAway(TieredStore store) {}

    @Property(tries = 3, shrinking = ShrinkingMode.OFF)
    void eachTierEqualsAPlainRecomputation(@ForAll long seed) throws IOException {
        Path folder = Files.createTempDirectory("history-tiers");
        var random = new Random(seed);
        long start = start().toEpochMilli();
        var clock = new SetClock(Instant.ofEpochMilli(start));
        var plain = new PlainRollUp();
        long stop = start + length(random).toMillis();
        var waiting = new ArrayList<HostSample>();
        TieredStore store = open(folder, clock, LastStop.NEVER_STARTED);
        try {
            while (clock.millis() < stop) {
                // Some minutes of some hosts; now and then a host is away and sends all of it later.
                long step = (1 + random.nextInt(20)) * MINUTE + random.nextInt(60_000);
                var batch = new ArrayList<HostSample>();
                for (String host : HOSTS) {
                    var of = samples(random, host, clock.millis(), clock.millis() + step);
                    if (random.nextInt(4) == 0) {
                        waiting.addAll(of);
                    } else {
                        batch.addAll(of);
                    }
                }
                clock.advance(Duration.ofMillis(step));
                if (random.nextInt(6) == 0) {
                    batch.addAll(waiting);
                    waiting.clear();
                }
                if (random.nextInt(10) == 0) {
                    store.writer().write(batch);
                }
                store.writer().write(batch);
                plain.add(batch);
                if (random.nextInt(3) > 0) {
                    store.rollUp().run();
                }
                if (random.nextInt(3) == 0) {
                    putAway(store);
                }
                if (random.nextInt(15) == 0) {
                    store.close();
                    store = open(folder, clock, LastStop.PROCESS_DIED);
                }
            }
            clock.advance(Duration.ofMinutes(2));
            store.rollUp().run();
            putAway(store);
            for (String host : HOSTS) {
                for (String name : List.of(UPTIME, LOAD)) {
                    agrees(store, plain, host, Tier.MINUTE, name, start, Tier.MINUTE.window(stop));
                    agrees(store, plain, host, Tier.HOUR, name, start, Tier.HOUR.window(stop));
                }
                long day = Tier.HOUR.window(stop) - Duration.ofHours(20).toMillis();
                assertThat(store.reader()
                                .count(host, day, Long.MAX_VALUE, soon())
                                .count())
                        .isEqualTo(plain.count(host, day));
            }
        } finally {
            store.close();
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private static List<HostSample> samples(Random random, String host, long from, long until) {
        var samples = new ArrayList<HostSample>();
        if (random.nextInt(5) == 0) {
            return samples;
        }
        for (long time = from + random.nextInt(5_000); time < until; time += 4_000 + random.nextInt(2_000)) {
            var values = new TreeMap<String, Double>();
            values.put(UPTIME, random.nextInt(1000) / 10.0);
            if (random.nextInt(3) > 0) {
                values.put(LOAD, random.nextInt(100_000) / 1e4);
            }
            samples.add(sample(host, time, values));
        }
        return samples;
    }

    private static void agrees(
            TieredStore store, PlainRollUp plain, String host, Tier tier, String name, long start, long until) {
        var expected = plain.windows(host, tier, name);
        expected.keySet().removeIf(window -> window >= until);
        var grid = new Grid(start, tier.step(), (int) ((until - start) / tier.step()));
        var into = buckets(grid, name);
        store.reader().read(host, new TierRange(tier, start, grid.stop()), into, soon());
        int found = 0;
        for (var series : into.series()) {
            for (int i = 0; i < grid.size(); i++) {
                if (series.count(i) > 0) {
                    found++;
                    var right = Objects.requireNonNull(expected.get(grid.time(i)), "a window too many");
                    assertThat(series.count(i)).as("%s %s %s", host, tier, i).isEqualTo(right.count());
                    assertThat(series.min(i)).isEqualTo(right.min());
                    assertThat(series.max(i)).isEqualTo(right.max());
                    assertThat(series.mean(i)).isCloseTo(right.mean(), within(1e-9 * (1 + Math.abs(right.mean()))));
                }
            }
        }
        assertThat(found).as("windows of %s %s %s", host, tier, name).isEqualTo(expected.size());
    }
}
