package dev.statusmonitor.history.store;

import static dev.statusmonitor.history.store.TestSamples.buckets;
import static dev.statusmonitor.history.store.TestSamples.means;
import static dev.statusmonitor.history.store.TestSamples.raw;
import static dev.statusmonitor.history.store.TestSamples.sample;
import static dev.statusmonitor.history.store.TestSamples.seconds;
import static dev.statusmonitor.history.store.TestSamples.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.history.store.TestSamples.SetClock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every store of samples promises. */
public abstract class SampleStoreContract {
    /** A whole second, so that samples fall into the buckets one expects. */
    protected final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    protected final long nowMs = now.toEpochMilli();

    private static final String UPTIME = "system.uptime";
    private static final String RECEIVE =
            "system.network.io.rate{network.interface.name=eth0,network.io.direction=receive}";

    protected final SetClock clock = new SetClock(now);

    @TempDir
    protected Path folder;

    protected SampleStore store;

    /** Opens the store of this folder. */
    protected abstract SampleStore open(Path folder, Clock clock, LastStop lastStop);

    @BeforeEach
    void open() {
        store = open(folder, clock, LastStop.NEVER_STARTED);
    }

    @AfterEach
    void close() {
        store.close();
    }

    protected final void reopen() {
        store.close();
        store = open(folder, clock, LastStop.CLEAN);
    }

    @Test
    void givesBackWhatItWasGiven() {
        store.writer()
                .write(List.of(
                        sample("h1", nowMs - 3000, Map.of(UPTIME, 86400.5, RECEIVE, 1234.567891234)),
                        sample("h1", nowMs - 2000, Map.of(UPTIME, 86401.5, RECEIVE, 0.0)),
                        sample("h2", nowMs - 2000, Map.of(UPTIME, 1.0))));

        var found = read("h1", nowMs - 3000, 3, UPTIME, "system.network.io.rate");

        assertThat(means(found, UPTIME)).containsExactly(86400.5, 86401.5, Double.NaN);
        assertThat(means(found, RECEIVE)).containsExactly(1234.567891234, 0.0, Double.NaN);
        assertThat(found.series()).extracting(SeriesBuckets.Series::name).containsExactly(RECEIVE, UPTIME);
        assertThat(means(read("h2", nowMs - 3000, 3, UPTIME), UPTIME)).containsExactly(Double.NaN, 1.0, Double.NaN);
    }

    @Test
    void keepsEveryBitOfEveryValue() {
        double[] values = {
            0,
            -0.0,
            1,
            -1,
            0.1,
            1e-300,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            -Double.MAX_VALUE,
            1L << 53,
            1.0 / 3,
            16_777_216.25,
            4096.0 * 12345,
            Math.nextUp(0.5)
        };
        var batch = new ArrayList<HostSample>();
        for (int i = 0; i < values.length; i++) {
            batch.add(sample("h1", nowMs - 60_000 + 1000L * i, Map.of(UPTIME, values[i])));
        }
        store.writer().write(batch);

        assertThat(means(read("h1", nowMs - 60_000, values.length, UPTIME), UPTIME))
                .containsExactly(values);
    }

    @Test
    void hasNothingOfAHostThatNeverSent() {
        assertThat(read("nobody", nowMs - 3000, 3, UPTIME).series()).isEmpty();
        assertThat(store.reader().newest("nobody", soon())).isEmpty();
        assertThat(count("nobody")).isZero();
    }

    @Test
    void reducesToTheBucketsOfTheGrid() {
        var batch = new ArrayList<HostSample>();
        for (int i = 0; i < 100; i++) {
            batch.add(sample("h1", nowMs - 100_000 + 1000L * i, Map.of(UPTIME, (double) i)));
        }
        store.writer().write(batch);
        var into = buckets(new Grid(nowMs - 100_000, 10_000, 10), UPTIME);

        store.reader().read("h1", raw(into), into, soon());

        var series = into.series().getFirst();
        for (int i = 0; i < 10; i++) {
            assertThat(series.count(i)).isEqualTo(10);
            assertThat(series.min(i)).isEqualTo(10 * i);
            assertThat(series.max(i)).isEqualTo(10 * i + 9);
            assertThat(series.mean(i)).isEqualTo(10 * i + 4.5);
        }
    }

    @Test
    void countsASampleOnceHoweverOftenItComes() {
        var batch = List.of(
                sample("h1", nowMs - 3000, Map.of(UPTIME, 1.0)),
                sample("h1", nowMs - 2000, Map.of(UPTIME, 2.0)),
                sample("h2", nowMs - 3000, Map.of(UPTIME, 3.0)));
        store.writer().write(batch);
        store.writer().write(batch);
        clock.advance(Duration.ofSeconds(1));
        store.writer().write(batch.reversed());
        reopen();
        store.writer().write(batch);

        assertThat(count("h1")).isEqualTo(2);
        assertThat(count("h2")).isEqualTo(1);
        var into = buckets(new Grid(nowMs - 10_000, 10_000, 1), UPTIME);
        store.reader().read("h1", raw(into), into, soon());
        assertThat(into.series().getFirst().count(0)).isEqualTo(2);
        assertThat(into.series().getFirst().mean(0)).isEqualTo(1.5);
    }

    @Test
    void takesWhatComesLateAndInAnyOrder() {
        var expected = new HashMap<Long, Double>();
        var batches = new ArrayList<List<HostSample>>();
        for (int hour = 0; hour < 24; hour++) {
            var batch = new ArrayList<HostSample>();
            for (int i = 0; i < 20; i++) {
                long time = nowMs - Duration.ofHours(hour).toMillis() - 1000L * (i + 1);
                expected.put(time, hour * 100.0 + i);
                batch.add(sample("h1", time, Map.of(UPTIME, hour * 100.0 + i)));
            }
            batches.add(batch);
        }
        for (var batch : batches) {
            store.writer().write(batch);
            store.writer().write(List.of(sample("h2", nowMs, Map.of(UPTIME, 1.0))));
        }

        assertThat(count("h1")).isEqualTo(expected.size());
        expected.forEach((time, value) ->
                assertThat(means(read("h1", time, 1, UPTIME), UPTIME)).containsExactly(value));
    }

    @Test
    void takesOneBatchOverManyHours() {
        var batch = new ArrayList<HostSample>();
        for (int i = 23 * 3600; i > 0; i -= 60) {
            batch.add(sample("h1", nowMs - 1000L * i, Map.of(UPTIME, (double) i)));
        }
        store.writer().write(batch);

        assertThat(count("h1")).isEqualTo(23 * 60);
    }

    @Test
    void leavesGapsEmpty() {
        store.writer()
                .write(List.of(
                        sample("h1", nowMs - 5000, Map.of(UPTIME, 1.0)),
                        sample("h1", nowMs - 1000, Map.of(UPTIME, 5.0))));

        assertThat(means(read("h1", nowMs - 5000, 5, UPTIME), UPTIME))
                .containsExactly(1.0, Double.NaN, Double.NaN, Double.NaN, 5.0);
    }

    @Test
    void takesNewSeriesAtAnyTime() {
        store.writer().write(List.of(sample("h1", nowMs - 4000, Map.of(UPTIME, 1.0))));
        store.writer()
                .write(List.of(
                        sample("h1", nowMs - 3000, Map.of(UPTIME, 2.0, RECEIVE, 7.0)),
                        sample("h1", nowMs - 2000, Map.of(RECEIVE, 8.0))));
        store.writer().write(List.of(sample("h1", nowMs - 1000, Map.of(UPTIME, 4.0))));

        var found = read("h1", nowMs - 4000, 4, UPTIME, RECEIVE);
        assertThat(means(found, UPTIME)).containsExactly(1.0, 2.0, Double.NaN, 4.0);
        assertThat(means(found, RECEIVE)).containsExactly(Double.NaN, 7.0, 8.0, Double.NaN);
    }

    @Test
    void keepsEachSampleToItsHost() {
        var batch = new ArrayList<HostSample>();
        for (int host = 0; host < 1_500; host++) {
            for (int i = 0; i < 3; i++) {
                batch.add(sample(
                        "host-" + host,
                        nowMs - 3000 + 1000L * i,
                        Map.of(
                                UPTIME,
                                host * 10.0 + i,
                                "system.filesystem.limit{system.filesystem.mountpoint=/" + host + "}",
                                1.0)));
            }
        }
        store.writer().write(batch);
        reopen();

        for (int host = 0; host < 1_500; host += 100) {
            var found = read("host-" + host, nowMs - 3000, 3, UPTIME, "system.filesystem.limit");
            assertThat(means(found, UPTIME)).containsExactly(host * 10.0, host * 10.0 + 1, host * 10.0 + 2);
            assertThat(found.series()).hasSize(2);
        }
    }

    @Test
    void hasEverythingAfterOpeningAgain() {
        store.writer().write(List.of(sample("h1", nowMs - 3000, Map.of(UPTIME, 1.0, RECEIVE, 2.0))));
        reopen();
        clock.advance(Duration.ofSeconds(5));
        store.writer().write(List.of(sample("h1", nowMs - 2000, Map.of(UPTIME, 2.0, RECEIVE, 3.0))));
        reopen();

        assertThat(means(read("h1", nowMs - 3000, 2, UPTIME), UPTIME)).containsExactly(1.0, 2.0);
        assertThat(store.missingSince()).isEmpty();
    }

    @Test
    void takesAnyTextAsAHost() {
        List<String> hosts = List.of(
                "'; DROP TABLE samples; --",
                "\"quoted\"",
                "a\nb",
                "h1' OR host = 'h2",
                "ünïcödé 🐢",
                "../../etc/passwd",
                "$1 :host %s {}",
                "x".repeat(500),
                "NULL",
                " ");
        for (int i = 0; i < hosts.size(); i++) {
            store.writer().write(List.of(sample(hosts.get(i), nowMs - 1000, Map.of(UPTIME, (double) i))));
        }
        reopen();

        for (int i = 0; i < hosts.size(); i++) {
            assertThat(means(read(hosts.get(i), nowMs - 1000, 1, UPTIME), UPTIME))
                    .containsExactly((double) i);
            assertThat(count(hosts.get(i))).isEqualTo(1);
        }
        assertThat(count("h2")).isZero();
    }

    @Test
    void takesAnyTextAsAnAttribute() {
        String hostile = "system.filesystem.limit{system.filesystem.mountpoint=/a'\"\\,b\\=\\{$x\\} ü🐢; DROP}";
        store.writer().write(List.of(sample("h1", nowMs - 1000, Map.of(hostile, 5.0, UPTIME, 1.0))));
        reopen();

        assertThat(means(read("h1", nowMs - 1000, 1, hostile), hostile)).containsExactly(5.0);
        assertThat(means(read("h1", nowMs - 1000, 1, "system.filesystem.limit"), hostile))
                .containsExactly(5.0);
    }

    @Test
    void takesSamplesOfAllSizes() {
        var many = new HashMap<String, Double>();
        for (int i = 0; i < 1_000; i++) {
            many.put(
                    "system.filesystem.limit{system.filesystem.mountpoint=/mnt/" + "x".repeat(200) + i + "}",
                    1.0 / (i + 1));
        }
        store.writer()
                .write(List.of(
                        sample("h1", nowMs - 3000, Map.of()),
                        sample("h1", nowMs - 2000, many),
                        sample("h1", nowMs - 1000, Map.of(UPTIME, 1.0))));
        reopen();

        assertThat(count("h1")).isEqualTo(3);
        assertThat(store.reader().newest("h1", soon()).orElseThrow().series().names())
                .containsExactly(UPTIME);
        assertThat(read("h1", nowMs - 3000, 3, many.keySet().toArray(String[]::new))
                        .series())
                .hasSize(1_000);
    }

    @Test
    void knowsTheNewestSample() {
        store.writer().write(List.of(sample("h1", nowMs - 1000, Map.of(UPTIME, 3.0, RECEIVE, 4.0))));
        store.writer()
                .write(List.of(
                        sample("h1", nowMs - Duration.ofHours(20).toMillis(), Map.of(UPTIME, 1.0)),
                        sample("h2", nowMs - Duration.ofHours(20).toMillis(), Map.of(UPTIME, 2.0))));
        clock.advance(Duration.ofMinutes(30));

        Sample newest = store.reader().newest("h1", soon()).orElseThrow();
        assertThat(newest.timestamp()).isEqualTo(nowMs - 1000);
        assertThat(newest.value(UPTIME)).isEqualTo(3.0);
        assertThat(newest.value(RECEIVE)).isEqualTo(4.0);
        assertThat(store.reader().newest("h2", soon()).orElseThrow().value(UPTIME))
                .isEqualTo(2.0);
    }

    @Test
    void countsWithinARange() {
        var batch = new ArrayList<HostSample>();
        for (int i = 0; i < 10; i++) {
            batch.add(sample("h1", nowMs - 10_000 + 1000L * i, Map.of(UPTIME, (double) i)));
        }
        store.writer().write(batch);

        assertThat(store.reader().count("h1", nowMs - 8_000, nowMs - 5_000, soon()))
                .isEqualTo(new SampleCount(3, nowMs - 8_000, nowMs - 6_000));
        assertThat(store.reader().count("h1", nowMs, nowMs + 1, soon()).count()).isZero();
    }

    @Test
    void readsWhileItWrites() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            var readers = new ArrayList<Future<Long>>();
            for (int i = 0; i < 200; i++) {
                long time = nowMs + 1000L * i;
                clock.set(Instant.ofEpochMilli(time));
                store.writer().write(List.of(sample("h1", time, Map.of(UPTIME, (double) i))));
                int written = i + 1;
                Callable<Long> read = () -> {
                    long seen = count("h1");
                    assertThat(seen).isGreaterThanOrEqualTo(written);
                    return seen;
                };
                readers.add(threads.submit(read));
            }
            for (var reader : readers) {
                reader.get();
            }
        }
        assertThat(count("h1")).isEqualTo(200);
    }

    @Test
    void stopsReadingAtTheDeadline() {
        var batch = new ArrayList<HostSample>();
        for (int i = 0; i < 5_000; i++) {
            batch.add(sample("h1", nowMs - 1000L * i, Map.of(UPTIME, (double) i)));
        }
        store.writer().write(batch);

        assertThatThrownBy(() -> store.reader().count("h1", 0, nowMs, Deadline.in(Duration.ofNanos(-1))))
                .isInstanceOf(TookTooLongException.class);
    }

    @Test
    void refusesWhatComesAfterItsEnd() {
        store.close();

        assertThatThrownBy(() -> count("h1")).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store.writer().write(List.of(sample("h1", nowMs, Map.of(UPTIME, 1.0)))))
                .isInstanceOf(StoreException.class);
        store.close();
    }

    @Test
    void saysThatItIsWell() {
        store.check();
    }

    protected final SeriesBuckets read(String host, long start, int size, String... wanted) {
        var into = buckets(seconds(start, size), wanted);
        store.reader().read(host, raw(into), into, soon());
        return into;
    }

    protected final long count(String host) {
        return store.reader()
                .count(
                        host,
                        nowMs - Duration.ofDays(2).toMillis(),
                        nowMs + Duration.ofDays(2).toMillis(),
                        soon())
                .count();
    }
}
