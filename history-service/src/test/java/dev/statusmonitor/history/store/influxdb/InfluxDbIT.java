package dev.statusmonitor.history.store.influxdb;

import static dev.statusmonitor.history.store.TestSamples.buckets;
import static dev.statusmonitor.history.store.TestSamples.raw;
import static dev.statusmonitor.history.store.TestSamples.sample;
import static dev.statusmonitor.history.store.TestSamples.seconds;
import static dev.statusmonitor.history.store.TestSamples.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.InfluxDBClientFactory;
import com.influxdb.client.InfluxDBClientOptions;
import com.influxdb.client.TasksQuery;
import com.influxdb.client.domain.Bucket;
import com.influxdb.client.domain.Task;
import com.influxdb.client.domain.TaskStatusType;
import com.influxdb.client.domain.TaskUpdateRequest;
import com.influxdb.client.domain.WritePrecision;
import com.influxdb.exceptions.InfluxException;
import dev.statusmonitor.history.store.Grid;
import dev.statusmonitor.history.store.HostSample;
import dev.statusmonitor.history.store.Injections;
import dev.statusmonitor.history.store.StoreException;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.TierRange;
import dev.statusmonitor.history.store.influxdb.Access.Right;
import dev.statusmonitor.history.store.influxdb.InfluxDbSettings.RollUpBy;
import dev.statusmonitor.testservers.TestInfluxDb;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What is particular to InfluxDB. */
@DisabledIf("dev.statusmonitor.testservers.TestInfluxDb#isMissing")
class InfluxDbIT {
    private static final String UPTIME = "system.uptime";

    private final long now = System.currentTimeMillis() / 1000 * 1000;
    private final TestInfluxDb server = TestInfluxDb.get();

    @TempDir
    private Path folder;

    private InfluxDbSampleStore store;
    private InfluxDBClient admin;

    @BeforeEach
    void open() {
        store = Influx.open(server, folder, RollUpBy.TASKS, Clock.systemUTC());
        store.rollUp().run();
        admin = client(server.token());
    }

    @AfterEach
    void close() {
        admin.close();
        store.close();
    }

    private InfluxDBClient client(String token) {
        return InfluxDBClientFactory.create(InfluxDBClientOptions.builder()
                .url(server.uri().toString())
                .org(Influx.org(folder))
                .authenticateToken(token.toCharArray())
                .build());
    }

    private Access access() {
        return Access.read(folder.resolve("influxdb/access.properties")).orElseThrow();
    }

    private Task task(Tier tier) {
        var query = new TasksQuery();
        query.setName(Flux.taskName(tier));
        query.setOrgID(access().orgId());
        List<Task> tasks = admin.getTasksApi().findTasks(query);
        assertThat(tasks).hasSize(1);
        return tasks.getFirst();
    }

    @Test
    void makesEverythingOnce() throws Exception {
        Access first = access();
        String task = task(Tier.MINUTE).getId();
        store.close();
        store = Influx.open(server, folder, RollUpBy.TASKS, Clock.systemUTC());
        store.rollUp().run();

        assertThat(access()).isEqualTo(first);
        assertThat(task(Tier.MINUTE).getId()).isEqualTo(task);
        // Of this test's organisation: other tests have theirs on the same server.
        assertThat(admin.getBucketsApi().findBucketsByOrgName(Influx.org(folder)).stream()
                        .map(Bucket::getName)
                        .filter(name -> name.startsWith("statusmonitor-")))
                .hasSize(3);
        for (Tier tier : Tier.values()) {
            assertThat(bucket(tier).getRetentionRules().getFirst().getEverySeconds())
                    .isEqualTo((int) Provisioning.retention(tier).toSeconds());
        }
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("influxdb/access.properties"))))
                .isEqualTo("rw-------");
        assertThat(first.toString()).doesNotContain(first.secret(Right.READ));
    }

    private Bucket bucket(Tier tier) {
        return admin.getBucketsApi().findBucketByID(access().bucket(tier));
    }

    @Test
    void setsRightWhatSomebodyChanged() {
        admin.getTasksApi()
                .updateTask(
                        task(Tier.MINUTE).getId(),
                        new TaskUpdateRequest()
                                .flux("option task = {name: \"" + Flux.taskName(Tier.MINUTE) + "\", every: 1h}")
                                .status(TaskStatusType.INACTIVE));
        admin.getTasksApi().deleteTask(task(Tier.HOUR).getId());
        var minutes = bucket(Tier.MINUTE);
        minutes.getRetentionRules().getFirst().setEverySeconds(30 * 24 * 3600);
        admin.getBucketsApi().updateBucket(minutes);

        store.close();
        store = Influx.open(server, folder, RollUpBy.TASKS, Clock.systemUTC());
        store.rollUp().run();

        assertThat(task(Tier.MINUTE).getFlux()).isEqualTo(Flux.task(Tier.MINUTE));
        assertThat(task(Tier.MINUTE).getStatus()).isEqualTo(TaskStatusType.ACTIVE);
        assertThat(task(Tier.HOUR).getFlux()).isEqualTo(Flux.task(Tier.HOUR));
        assertThat(bucket(Tier.MINUTE).getRetentionRules().getFirst().getEverySeconds())
                .isEqualTo(7 * 24 * 3600);
    }

    @Test
    void itsTasksFillTheTiersByThemselves() throws Exception {
        long minute = Tier.MINUTE.window(System.currentTimeMillis());
        var samples = new ArrayList<HostSample>();
        for (int i = 0; i < 30; i++) {
            samples.add(sample("h1", minute + i, Map.of(UPTIME, (double) i)));
        }
        store.writer().write(samples);

        // Nobody asks the service to roll up: this is InfluxDB's own work, at the turn of the minute.
        await().atMost(Duration.ofMinutes(3)).untilAsserted(() -> {
            var into = buckets(new Grid(minute, Tier.MINUTE.step(), 1), UPTIME);
            store.reader().read("h1", new TierRange(Tier.MINUTE, minute, minute + Tier.MINUTE.step()), into, soon());
            assertThat(into.series()).hasSize(1);
            assertThat(into.series().getFirst().count(0)).isEqualTo(30);
            assertThat(into.series().getFirst().max(0)).isEqualTo(29);
        });
    }

    @Test
    void givesEachTokenWhatItNeedsAndNoMore() {
        Access access = access();
        String line = "h1 x=1 " + now;
        try (var write = client(access.secret(Right.WRITE));
                var read = client(access.secret(Right.READ));
                var task = client(access.secret(Right.TASK))) {
            write.getWriteApiBlocking().writeRecord(Flux.bucket(Tier.RAW), access.orgId(), WritePrecision.MS, line);
            assertThatThrownBy(() -> write.getWriteApiBlocking()
                            .writeRecord(Flux.bucket(Tier.MINUTE), access.orgId(), WritePrecision.MS, line))
                    .isInstanceOf(InfluxException.class);
            assertThatThrownBy(() -> read.getWriteApiBlocking()
                            .writeRecord(Flux.bucket(Tier.RAW), access.orgId(), WritePrecision.MS, line))
                    .isInstanceOf(InfluxException.class);
            assertThatThrownBy(() -> task.getWriteApiBlocking()
                            .writeRecord(Flux.bucket(Tier.RAW), access.orgId(), WritePrecision.MS, line))
                    .isInstanceOf(InfluxException.class);
            String query = "from(bucket: \"" + Flux.bucket(Tier.RAW) + "\") |> range(start: -1h)";
            assertThat(read.getQueryApi().query(query, access.orgId())).isNotEmpty();
            assertThatThrownBy(() -> write.getQueryApi().query(query, access.orgId()))
                    .isInstanceOf(InfluxException.class);
            assertThatThrownBy(() -> task.getBucketsApi().createBucket("more", access.orgId()))
                    .isInstanceOf(InfluxException.class);
        }
    }

    @Test
    void needsTheFirstTokenOnlyOnce() throws Exception {
        store.close();
        Path token = folder.resolve("token");
        Files.delete(token);
        var settings = Influx.settings(server, folder, token, RollUpBy.TASKS);
        store = InfluxDbSampleStore.open(
                folder.resolve("influxdb"), settings, "tests", Clock.systemUTC(), new SimpleMeterRegistry());

        store.writer().write(List.of(sample("h1", now, Map.of(UPTIME, 1.0))));
        store.rollUp().run();
        store.check();
        assertThat(store.reader().newest("h1", soon())).isPresent();

        try (var other = InfluxDbSampleStore.open(
                folder.resolve("elsewhere"), settings, "tests", Clock.systemUTC(), new SimpleMeterRegistry())) {
            assertThatThrownBy(other::check).isInstanceOf(StoreException.class).hasMessageContaining(token.toString());
        }
    }

    @Test
    void countsWhatIsRefusedAndStoresTheRest() {
        Access access = access();
        // Somebody else's hand: a field that is no float any more.
        admin.getWriteApiBlocking()
                .writeRecord(
                        Flux.bucket(Tier.RAW),
                        access.orgId(),
                        WritePrecision.MS,
                        "h1 system.odd=\"text\" " + (now - 5_000));

        store.writer()
                .write(List.of(
                        sample("h1", now - 3_000, Map.of(UPTIME, 1.0)),
                        sample("h1", now - 2_000, Map.of(UPTIME, 2.0, "system.odd", 2.0)),
                        sample("h1", now - 1_000, Map.of(UPTIME, 3.0))));
        store.writer()
                .write(List.of(
                        sample("h1", now - Duration.ofDays(3).toMillis(), Map.of(UPTIME, 4.0)),
                        sample("h1", now, Map.of(UPTIME, 5.0))));
        assertThat(count("h1")).isEqualTo(3);
        assertThat(store.refused()).isEqualTo(2);

        // A batch of which InfluxDB understands one line not at all: it takes none, so it is sent in parts.
        store.writer()
                .write(List.of(
                        sample("h2", now - 3_000, Map.of(UPTIME, 1.0)),
                        sample("", now - 2_000, Map.of(UPTIME, 2.0)),
                        sample("h2", now - 1_000, Map.of(UPTIME, 3.0))));
        assertThat(count("h2")).isEqualTo(2);
        assertThat(store.refused()).isEqualTo(3);
    }

    @Test
    void isNotTalkedIntoAnything() {
        store.writer()
                .write(List.of(
                        sample("canary", now - 2_000, Map.of(UPTIME, 42.0)),
                        sample("canary", now - 1_000, Map.of(UPTIME, 43.0))));
        for (String each : Injections.KNOWN) {
            assertNothingOf(each);
        }
        var random = new Random(6);
        String signs = "\"\\'`$(){}[]|>=<!~%,; \n\t\r./*#:@&^-_aA0canaryé🐢";
        for (int i = 0; i < 200; i++) {
            var text = new StringBuilder();
            int length = 1 + random.nextInt(40);
            for (int j = 0; j < length; j++) {
                text.append(signs.charAt(random.nextInt(signs.length())));
            }
            String hostile = text.toString();
            if (!hostile.equals("canary")) {
                assertNothingOf(hostile);
            }
        }
        assertThat(count("canary")).isEqualTo(2);
        var into = buckets(seconds(now - 2_000, 2), UPTIME);
        store.reader().read("canary", raw(into), into, soon());
        assertThat(into.series().getFirst().mean(0)).isEqualTo(42);
        assertThat(into.series().getFirst().mean(1)).isEqualTo(43);
    }

    /** Neither reading nor deleting a host of this name finds anything, and a series of this name finds its own. */
    private void assertNothingOf(String hostile) {
        var into = buckets(seconds(now - 2_000, 2), UPTIME);
        store.reader().read(hostile, raw(into), into, soon());
        assertThat(into.series()).as(hostile).isEmpty();
        assertThat(count(hostile)).as(hostile).isZero();
        assertThat(store.reader().newest(hostile, soon())).as(hostile).isEmpty();
        assertThat(store.remover().remove(Set.of(hostile))).as(hostile).containsExactly(hostile);
    }

    @Test
    void makesAgainWhatATaskDidNot() {
        long hour = Tier.HOUR.window(now) - 3 * Tier.HOUR.step();
        var samples = new ArrayList<HostSample>();
        for (int host = 0; host < 20; host++) {
            for (int i = 0; i < 120; i++) {
                samples.add(sample("h" + host, hour + 5_000L * i, Map.of("system.of.h" + host, (double) i)));
            }
        }
        store.writer().write(samples);
        store.rollUp().run();
        assertThat(windows("h7", hour)).isEqualTo(10);

        // As if the run had died in the middle: a statistic is there and the others are not.
        admin.getDeleteApi()
                .delete(
                        Instant.ofEpochMilli(hour).atOffset(ZoneOffset.UTC),
                        Instant.ofEpochMilli(hour + 300_000).atOffset(ZoneOffset.UTC),
                        "of=\"max\"",
                        Flux.bucket(Tier.MINUTE),
                        access().orgId());
        store.close();
        store = Influx.open(server, folder, RollUpBy.TASKS, Clock.systemUTC());
        store.rollUp().run();

        assertThat(windows("h7", hour)).isEqualTo(10);
        var into = buckets(new Grid(hour, Tier.MINUTE.step(), 10), "system.of.h7");
        store.reader().read("h7", new TierRange(Tier.MINUTE, hour, hour + 600_000), into, soon());
        for (int i = 0; i < 10; i++) {
            assertThat(into.series().getFirst().max(i)).isEqualTo(12 * i + 11);
        }
    }

    private int windows(String host, long hour) {
        var into = buckets(new Grid(hour, Tier.MINUTE.step(), 60), "system.of." + host);
        store.reader().read(host, new TierRange(Tier.MINUTE, hour, hour + Tier.HOUR.step()), into, soon());
        int windows = 0;
        for (int i = 0; i < 60; i++) {
            windows += into.series().getFirst().count(i) > 0 ? 1 : 0;
        }
        return windows;
    }

    @Test
    void waitsForAServerThatIsAway() throws Exception {
        try (var own = TestInfluxDb.start();
                var waiting = Influx.open(own, Files.createDirectory(folder.resolve("own")), Clock.systemUTC())) {
            own.kill();
            var batch = List.of(sample("h1", now, Map.of(UPTIME, 1.0)));
            assertThatThrownBy(() -> waiting.writer().write(batch))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("does not answer");
            assertThatThrownBy(waiting::check).isInstanceOf(StoreException.class);
            own.restart();

            waiting.writer().write(batch);
            waiting.check();
            assertThat(waiting.reader().newest("h1", soon())).isPresent();
        }
    }

    private long count(String host) {
        return store.reader()
                .count(host, now - Duration.ofDays(10).toMillis(), now + 60_000, soon())
                .count();
    }
}
