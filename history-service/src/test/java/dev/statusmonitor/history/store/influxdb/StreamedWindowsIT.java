package dev.statusmonitor.history.store.influxdb;

import static dev.statusmonitor.history.store.TestSamples.buckets;
import static dev.statusmonitor.history.store.TestSamples.sample;
import static dev.statusmonitor.history.store.TestSamples.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.influxdb.client.InfluxDBClientFactory;
import com.influxdb.client.InfluxDBClientOptions;
import com.influxdb.client.domain.Task;
import dev.statusmonitor.history.store.Grid;
import dev.statusmonitor.history.store.HostSample;
import dev.statusmonitor.history.store.PlainRollUp;
import dev.statusmonitor.history.store.TestSamples.SetClock;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.TierRange;
import dev.statusmonitor.history.store.influxdb.InfluxDbSettings.RollUpBy;
import dev.statusmonitor.testservers.TestInfluxDb;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Windows that the service makes of samples as they pass. The clock begins three hours back, so that hours go by in a
 * test; InfluxDB takes samples of any age.
 */
@DisabledIf("dev.statusmonitor.testservers.TestInfluxDb#isMissing")
class StreamedWindowsIT {
    private static final String UPTIME = "system.uptime";
    private static final String LOAD = "system.cpu.load_average.1m";
    private static final long MINUTE = Tier.MINUTE.step();
    private static final long HOUR = Tier.HOUR.step();

    private final TestInfluxDb server = TestInfluxDb.get();
    private final long hour = Tier.HOUR.window(System.currentTimeMillis()) - 3 * HOUR;
    private final SetClock clock = new SetClock(Instant.ofEpochMilli(hour - 5 * MINUTE));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final PlainRollUp plain = new PlainRollUp();

    @TempDir
    private Path folder;

    private InfluxDbSampleStore store;

    @BeforeEach
    void open() {
        store = open("tests");
        store.rollUp().run();
    }

    private InfluxDbSampleStore open(String instance) {
        return Influx.open(server, folder, RollUpBy.SERVICE, clock, instance, meters);
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** A sample every ten seconds of each host, rolled up as often, until this time. */
    private void live(long until, InfluxDbSampleStore into, String... hosts) {
        while (clock.millis() < until) {
            var batch = new ArrayList<HostSample>();
            for (String host : hosts) {
                var values = new TreeMap<>(Map.of(UPTIME, clock.millis() % 977 / 7.0));
                if (clock.millis() % 30_000 == 0) {
                    values.put(LOAD, clock.millis() % 1021 / 8.0);
                }
                batch.add(sample(host, clock.millis(), values));
            }
            into.writer().write(batch);
            plain.add(batch);
            clock.advance(Duration.ofSeconds(10));
            into.rollUp().run();
        }
    }

    private double repaired() {
        return meters.get("statusmonitor.history.influxdb.repaired").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    @Test
    void equalWhatTheSamplesGiveAndNothingIsMadeAgain() {
        live(hour + HOUR + 3 * MINUTE, store, "h1", "h2");

        agrees("h1", Tier.MINUTE, hour - 4 * MINUTE, hour + HOUR + MINUTE);
        agrees("h2", Tier.MINUTE, hour - 4 * MINUTE, hour + HOUR + MINUTE);
        agrees("h1", Tier.HOUR, hour, hour + HOUR);
        agrees("h2", Tier.HOUR, hour, hour + HOUR);
        // The first minute had begun before it was sure that nobody else stored samples, and so had its hour.
        assertThat(repaired()).isEqualTo(2 + 2);
    }

    @Test
    void takeInWhatComesLate() {
        live(hour + 10 * MINUTE, store, "h1");
        var late = List.of(sample("h1", hour + 5 * MINUTE + 3_333, Map.of(UPTIME, 1e6)));
        store.writer().write(late);
        plain.add(late);
        live(hour + HOUR + 3 * MINUTE, store, "h1");

        agrees("h1", Tier.MINUTE, hour, hour + HOUR + MINUTE);
        agrees("h1", Tier.HOUR, hour, hour + HOUR);
    }

    @Test
    void areWholeThoughAProcessDiesAndAnotherTakesOver() {
        live(hour + 10 * MINUTE + 30_000, store, "h1", "h2");
        // It does not come back, and what it had begun is nowhere but in InfluxDB.
        try (var other = open("other")) {
            live(hour + 20 * MINUTE + 20_000, other, "h1", "h2");
        }
        store.rollUp().handedOver();
        live(hour + HOUR + 3 * MINUTE, store, "h1", "h2");

        for (String host : List.of("h1", "h2")) {
            agrees(host, Tier.MINUTE, hour, hour + HOUR + MINUTE);
            agrees(host, Tier.HOUR, hour, hour + HOUR);
        }
    }

    @Test
    void doNotCountWhatWasRefused() {
        live(hour + 10 * MINUTE, store, "h1");
        store.writer()
                .write(List.of(
                        sample("h1", clock.millis() - 500, Map.of(UPTIME, 5.0)),
                        sample("h1", clock.millis() - Duration.ofDays(3).toMillis(), Map.of(UPTIME, 5.0))));
        plain.add(List.of(sample("h1", clock.millis() - 500, Map.of(UPTIME, 5.0))));
        live(hour + 15 * MINUTE, store, "h1");

        agrees("h1", Tier.MINUTE, hour, hour + 13 * MINUTE);
    }

    @Test
    void waitForSamplesThatAreReadWithADelay() {
        live(hour + 5 * MINUTE, store, "h1");
        // Kafka has them and this does not get on.
        double before = repaired();
        clock.advance(Duration.ofSeconds(50));
        store.rollUp().run();
        for (int i = 0; i < 5; i++) {
            long time = hour + 5 * MINUTE + 10_000L * i;
            var batch = List.of(sample("h1", time, Map.of(UPTIME, (double) i)));
            store.writer().write(batch);
            plain.add(batch);
            store.rollUp().run();
        }
        live(hour + 10 * MINUTE, store, "h1");

        agrees("h1", Tier.MINUTE, hour, hour + 8 * MINUTE);
        assertThat(repaired()).isEqualTo(before);
    }

    @Test
    void needNoTasks() {
        store.close();
        store = Influx.open(server, folder, RollUpBy.TASKS, clock);
        store.rollUp().run();
        assertThat(tasks()).hasSize(2);
        store.close();
        store = open("tests");
        store.rollUp().run();

        assertThat(tasks()).isEmpty();
    }

    private List<Task> tasks() {
        try (var admin = InfluxDBClientFactory.create(InfluxDBClientOptions.builder()
                .url(server.uri().toString())
                .org(Influx.org(folder))
                .authenticateToken(server.token().toCharArray())
                .build())) {
            return admin.getTasksApi().findTasks().stream()
                    .filter(task -> Influx.org(folder).equals(task.getOrg()))
                    .toList();
        }
    }

    private void agrees(String host, Tier tier, long start, long stop) {
        for (String name : List.of(UPTIME, LOAD)) {
            var into = buckets(new Grid(start, tier.step(), (int) ((stop - start) / tier.step())), name);
            store.reader().read(host, new TierRange(tier, start, stop), into, soon());
            var series = into.series().getFirst();
            var expected = plain.windows(host, tier, name);
            for (int i = 0; i < into.grid().size(); i++) {
                var right = expected.get(into.grid().time(i));
                assertThat(series.count(i))
                        .as("%s %s %s %s", host, tier, name, i)
                        .isEqualTo(right == null ? 0 : right.count());
                if (right != null) {
                    assertThat(series.min(i)).isEqualTo(right.min());
                    assertThat(series.max(i)).isEqualTo(right.max());
                    assertThat(series.mean(i)).isCloseTo(right.mean(), within(1e-9 * (1 + Math.abs(right.mean()))));
                }
            }
        }
    }
}
