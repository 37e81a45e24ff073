package dev.statusmonitor.history.store.cassandra;

import static dev.statusmonitor.history.store.TestSamples.buckets;
import static dev.statusmonitor.history.store.TestSamples.means;
import static dev.statusmonitor.history.store.TestSamples.raw;
import static dev.statusmonitor.history.store.TestSamples.sample;
import static dev.statusmonitor.history.store.TestSamples.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.contract.SeriesList;
import dev.statusmonitor.embedded.FreePorts;
import dev.statusmonitor.history.store.Grid;
import dev.statusmonitor.history.store.HostSample;
import dev.statusmonitor.history.store.HostWindow;
import dev.statusmonitor.history.store.SeriesListId;
import dev.statusmonitor.history.store.StoreException;
import dev.statusmonitor.history.store.TestSamples.SetClock;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.TierRange;
import dev.statusmonitor.history.store.TieredStore;
import dev.statusmonitor.history.store.cassandra.CassandraSettings.Consistency;
import dev.statusmonitor.testservers.TestCassandra;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What is particular to Cassandra. */
@DisabledIf("dev.statusmonitor.testservers.TestCassandra#isMissing")
class CassandraClusterIT {
    private static final String UPTIME = "system.uptime";
    private static final long MINUTE = Tier.MINUTE.step();
    private static final long HOUR = Tier.HOUR.step();

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final long nowMs = now.toEpochMilli();
    private final SetClock clock = new SetClock(now);
    private final TestCassandra node = TestCassandra.get();
    private final List<TieredStore> opened = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        opened.forEach(TieredStore::close);
    }

    private CassandraSampleStore open(String instance) {
        return open(settings(), instance);
    }

    private CassandraSampleStore open(CassandraSettings settings, String instance) {
        var store = CassandraSampleStore.open(settings, instance, clock);
        opened.add(store);
        return store;
    }

    private CassandraSettings settings() {
        return Cassandra.settings(node, Cassandra.keyspace(folder));
    }

    private CqlSession session() {
        return CqlSession.builder()
                .addContactPoint(node.contactPoint())
                .withLocalDatacenter(TestCassandra.DATACENTER)
                .withKeyspace(Cassandra.keyspace(folder))
                .build();
    }

    private static List<HostSample> seconds(String host, long start, int count) {
        var samples = new ArrayList<HostSample>();
        for (int i = 0; i < count; i++) {
            samples.add(sample(host, start + 1000L * i, Map.of(UPTIME, (double) i)));
        }
        return samples;
    }

    private static int count(TieredStore store, String host, Tier tier, long window) {
        var into = buckets(new Grid(window, tier.step(), 1), UPTIME);
        store.reader().read(host, new TierRange(tier, window, window + tier.step()), into, soon());
        return into.series().isEmpty() ? 0 : into.series().getFirst().count(0);
    }

    @Test
    void keepsADeletedHostDeletedWhateverIsReplayed() {
        var store = open("a");
        long hour = Tier.HOUR.window(nowMs) - 2 * HOUR;
        List<HostSample> samples = new ArrayList<>(seconds("h1", hour, 100));
        // Of a host whose clock is ahead.
        samples.addAll(seconds("h1", nowMs + 3_000, 2));
        store.writer().write(samples);
        store.rollUp().run();
        assertThat(count(store, "h1", Tier.HOUR, hour)).isEqualTo(100);
        store.remover().remove(Set.of("h1"));
        assertThat(store.remover().remove(Set.of("h1"))).containsExactly("h1");

        store.writer().write(samples);
        store.rollUp().run();

        assertThat(store.reader().count("h1", 0, Long.MAX_VALUE, soon()).count())
                .isZero();
        assertThat(store.reader().newest("h1", soon())).isEmpty();
        assertThat(count(store, "h1", Tier.MINUTE, hour)).isZero();
        assertThat(count(store, "h1", Tier.HOUR, hour)).isZero();
    }

    @Test
    void keepsRowsForWhatIsLeftOfTheirTime() {
        var store = open("a");
        long old = nowMs - Duration.ofHours(25).toMillis();
        store.writer()
                .write(List.of(
                        sample("h1", old, Map.of(UPTIME, 1.0)),
                        sample("h1", nowMs - Duration.ofHours(27).toMillis(), Map.of(UPTIME, 1.0))));
        store.rollUp().run();

        try (var session = session()) {
            List<Row> samples = session.execute("SELECT time, TTL(packed) FROM samples ALLOW FILTERING")
                    .all();
            assertThat(samples).hasSize(1);
            assertThat(samples.getFirst().getInstant(0)).isEqualTo(Instant.ofEpochMilli(old));
            assertThat(samples.getFirst().getInt(1)).isBetween(3300, 3601);
            Row minute = session.execute("SELECT TTL(statistics), WRITETIME(statistics) FROM minutes")
                    .one();
            assertThat(minute.getInt(0)).isBetween(148 * 3600, 150 * 3600);
            assertThat(minute.getLong(1)).isEqualTo(Tier.MINUTE.window(old) * 1000 + 1);
        }
    }

    @Test
    void bringsTablesOfTheFirstVersionUpToThisOne() {
        open("a").check();
        try (var session = session()) {
            assertThat(arrivalsAreKept(session)).isEqualTo(26 * 3_600);
            session.execute("ALTER TABLE arrivals WITH default_time_to_live = 0");
            session.execute("UPDATE state SET value = 1 WHERE name = 'version'");

            // To be copied from it is left as it is.
            try (var asItIs = CassandraSampleStore.openAsItIs(settings(), clock)) {
                assertThat(asItIs.source().hosts()).isEmpty();
            }
            assertThat(arrivalsAreKept(session)).isZero();

            open("a").check();
            assertThat(arrivalsAreKept(session)).isEqualTo(26 * 3_600);
            assertThat(version(session)).isEqualTo(Schema.VERSION);
        }
    }

    @Test
    void readsWhatWasNotPackedAndPacksFromNowOn() {
        long minute = Tier.HOUR.window(nowMs) - 2 * HOUR;
        List<HostSample> old = seconds("h1", minute, 30);
        open("a").check();
        try (var session = session()) {
            bringBackToVersionTwo(session);
            SeriesList names = old.getFirst().sample().series();
            session.execute(
                    "INSERT INTO series_lists (id, names) VALUES (?, ?)",
                    SeriesListId.of(names),
                    String.join("\n", names.names()));
            for (HostSample each : old) {
                ByteBuffer cell = SampleCellTest.plain(
                        SeriesListId.of(names), each.sample().values());
                insert(session, "sample", each.host(), each.sample().timestamp(), cell);
            }

            // To be copied from they are left as they are.
            var asItIs = CassandraSampleStore.openAsItIs(settings(), clock);
            opened.add(asItIs);
            assertThat(samples(asItIs, "h1"))
                    .containsExactlyElementsOf(
                            old.stream().map(HostSample::sample).toList());
            assertThat(asItIs.reader().newest("h1", soon()))
                    .contains(old.getLast().sample());
            assertThat(count(asItIs, "h1", Tier.RAW, minute)).isEqualTo(1);
            assertThat(version(session)).isEqualTo(2);
            assertThat(columnsOfSamples(session)).doesNotContain("packed");

            var store = open("b");
            assertThat(store.reader().newest("h1", soon()))
                    .contains(old.getLast().sample());
            assertThat(version(session)).isEqualTo(Schema.VERSION);
            List<HostSample> next = seconds("h1", minute + 30_000, 30);
            store.writer().write(next);
            store.rollUp().run();

            assertThat(samples(store, "h1"))
                    .containsExactlyElementsOf(Stream.concat(old.stream(), next.stream())
                            .map(HostSample::sample)
                            .toList());
            assertThat(store.reader().newest("h1", soon()))
                    .contains(next.getLast().sample());
            var into = buckets(new Grid(minute, 1_000, 60), UPTIME);
            store.reader().read("h1", raw(into), into, soon());
            assertThat(means(into, UPTIME))
                    .containsExactly(
                            IntStream.range(0, 60).mapToDouble(i -> i % 30).toArray());
            assertThat(count(store, "h1", Tier.MINUTE, minute)).isEqualTo(60);
            assertThat(count(store, "h1", Tier.HOUR, minute)).isEqualTo(60);
            assertThatThrownBy(() -> samples(asItIs, "h1"))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("start it again");
            // Stored once more, as Kafka may give it again, a sample has both.
            store.writer().write(old);
            assertThat(samples(store, "h1")).hasSize(60);
        }
    }

    /** A column that is dropped and added again would hide what is written with a time of before. */
    private static void bringBackToVersionTwo(CqlSession session) {
        // Tables take their time.
        for (String change : List.of(
                "DROP TABLE samples",
                "CREATE TABLE samples (host text, bucket int, time timestamp, sample blob,"
                        + " PRIMARY KEY ((host, bucket), time))")) {
            session.execute(SimpleStatement.newInstance(change).setTimeout(Duration.ofSeconds(30)));
        }
        session.execute("UPDATE state SET value = 2 WHERE name = 'version'");
    }

    private static void insert(CqlSession session, String column, String host, long time, ByteBuffer cell) {
        session.execute(
                "INSERT INTO samples (host, bucket, time, " + column + ") VALUES (?, ?, ?, ?)",
                host,
                TierTable.SAMPLES.bucket(time),
                Instant.ofEpochMilli(time),
                cell);
    }

    private List<Sample> samples(TieredStore store, String host) {
        var samples = new ArrayList<Sample>();
        store.source().samples(host, nowMs - 4 * HOUR, nowMs, samples::add);
        return samples;
    }

    private List<String> columnsOfSamples(CqlSession session) {
        return session
                .execute("SELECT column_name FROM system_schema.columns WHERE keyspace_name = '"
                        + Cassandra.keyspace(folder) + "' AND table_name = 'samples'")
                .all()
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private static long version(CqlSession session) {
        return session.execute("SELECT value FROM state WHERE name = 'version'")
                .one()
                .getLong(0);
    }

    @Test
    void leavesOutSamplesThatDoNotFitTheirNames() {
        var store = open("a");
        List<HostSample> samples = seconds("h1", nowMs - 10_000, 3);
        store.writer().write(samples);
        long list = SeriesListId.of(samples.getFirst().sample().series());
        try (var session = session()) {
            long time = nowMs - 5_000;
            insert(session, "packed", "h1", time, SampleCell.of(list, new double[] {1, 2}));
            insert(session, "packed", "h1", time + 1_000, SampleCell.of(list + 1, new double[] {1}));
            insert(session, "sample", "h1", time + 2_000, SampleCellTest.plain(list, 1, 2));
        }

        assertThat(samples(store, "h1"))
                .containsExactlyElementsOf(
                        samples.stream().map(HostSample::sample).toList());
    }

    private int arrivalsAreKept(CqlSession session) {
        return session.execute("SELECT default_time_to_live FROM system_schema.tables WHERE keyspace_name = '"
                        + Cassandra.keyspace(folder) + "' AND table_name = 'arrivals'")
                .one()
                .getInt(0);
    }

    @Test
    void refusesTablesOfANewerVersion() {
        open("a").check();
        try (var session = session()) {
            session.execute("UPDATE state SET value = 99 WHERE name = 'version'");
        }
        var store = open("a");

        assertThatThrownBy(() -> store.writer().write(seconds("h1", nowMs - 5_000, 1)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("version 99")
                .hasMessageEndingWith(".");
        assertThatThrownBy(store::check).isInstanceOf(StoreException.class).hasMessageContaining("version 99");
        try (var session = session()) {
            assertThat(session.execute("SELECT * FROM samples").all()).isEmpty();
        }
    }

    @Test
    void saysWhatIsWrongWithTheCluster() {
        String nobody = "127.0.0.1:" + FreePorts.pick();
        fails(with(List.of(nobody), TestCassandra.DATACENTER, 1, null), "No node of Cassandra answers at " + nobody);
        List<String> right = settings().contactPoints();
        fails(with(right, "north", 1, null), "no data centre north, but " + TestCassandra.DATACENTER);
        fails(with(right, TestCassandra.DATACENTER, 3, null), "has 1 of the 2 replicas that LOCAL_QUORUM needs");
        fails(with(right, TestCassandra.DATACENTER, 1, folder.resolve("nothing")), "password cannot be read");
    }

    private CassandraSettings with(
            List<String> contactPoints, String datacenter, int replicas, @Nullable Path passwordFile) {
        return new CassandraSettings(
                contactPoints,
                datacenter,
                Cassandra.keyspace(folder) + "_" + replicas,
                replicas,
                Consistency.LOCAL_QUORUM,
                passwordFile == null ? null : "somebody",
                passwordFile,
                false,
                Duration.ofSeconds(3),
                Duration.ofSeconds(10));
    }

    private void fails(CassandraSettings settings, String sentence) {
        var store = open(settings, "a");
        assertThatThrownBy(() -> store.writer().write(seconds("h1", nowMs - 5_000, 1)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(sentence)
                .hasMessageEndingWith(".");
        assertThatThrownBy(store::check).isInstanceOf(StoreException.class);
    }

    @Test
    void saysThatAClockIsWrong() {
        var store = open("a");
        store.check();
        clock.advance(Duration.ofHours(-3));

        assertThatThrownBy(store::check)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("The clock of Cassandra's node")
                .hasMessageContaining(" s ahead");
    }

    @Test
    void doesWhatAnInstanceThatIsGoneLeftUndone() {
        long hour = Tier.HOUR.window(nowMs) - 2 * HOUR;
        var gone = open("gone");
        gone.writer().write(seconds("h1", hour, 100));
        gone.close();
        clock.advance(Duration.ofMinutes(3));
        var other = open("other");

        other.rollUp().run();

        assertThat(count(other, "h1", Tier.MINUTE, hour)).isEqualTo(60);
        assertThat(count(other, "h1", Tier.HOUR, hour)).isEqualTo(100);
        try (var session = session()) {
            assertThat(session.execute("SELECT instance FROM instances").all())
                    .extracting(row -> row.getString(0))
                    .containsExactly("other");
        }
    }

    @Test
    void aTierIsWholeWhereAllInstancesHaveMadeTheirs() {
        var one = open("one");
        var other = open("other");
        one.writer().write(seconds("h1", nowMs - 5_000, 1));
        long before = Tier.MINUTE.window(nowMs - 15_000);
        clock.advance(Duration.ofSeconds(100));
        long after = Tier.MINUTE.window(clock.millis() - 15_000);
        other.rollUp().run();
        assertThat(other.rollUp().until(Tier.MINUTE)).isEqualTo(before);

        one.rollUp().run();
        other.rollUp().run();

        assertThat(one.rollUp().until(Tier.MINUTE)).isEqualTo(after);
        assertThat(other.rollUp().until(Tier.MINUTE)).isEqualTo(after);
    }

    @Test
    void instancesThatStoreOneHostInTurnMakeItsWindowsOfAllSamples() {
        long minute = Tier.MINUTE.window(nowMs) - 30 * MINUTE;
        var one = open("one");
        var other = open("other");
        one.writer().write(seconds("h1", minute, 30));
        one.rollUp().run();
        other.writer().write(seconds("h1", minute + 30_000, 30));
        other.rollUp().run();

        assertThat(count(one, "h1", Tier.MINUTE, minute)).isEqualTo(60);
    }

    @Test
    void aWindowOfFewerSamplesReplacesNone() {
        long minute = Tier.MINUTE.window(nowMs) - 30 * MINUTE;
        var store = open("a");
        try (var cluster = new Cluster(settings(), clock, true)) {
            var windows = new WindowTable(cluster, new OldestTimes(cluster, clock), clock);
            windows.writeMade(Tier.MINUTE, List.of(window(minute, 60)));
            windows.writeMade(Tier.MINUTE, List.of(window(minute, 20)));
        }

        assertThat(count(store, "h1", Tier.MINUTE, minute)).isEqualTo(60);
    }

    private static HostWindow window(long start, long count) {
        return new HostWindow(
                "h1",
                start,
                SeriesList.of(List.of(UPTIME)),
                new double[] {1},
                new double[] {4},
                new double[] {2.5 * count},
                new long[] {count});
    }

    @Test
    void instancesMakeTheTablesTogether() throws Exception {
        try (var threads = Executors.newFixedThreadPool(4)) {
            var tasks = new ArrayList<Callable<Void>>();
            for (int i = 0; i < 4; i++) {
                var store = open("instance-" + i);
                long time = nowMs - 10_000 + 1000L * i;
                tasks.add(() -> {
                    store.writer().write(seconds("h1", time, 1));
                    return null;
                });
            }
            for (var task : threads.invokeAll(tasks)) {
                task.get();
            }
        }

        assertThat(opened.getFirst()
                        .reader()
                        .count("h1", 0, Long.MAX_VALUE, soon())
                        .count())
                .isEqualTo(4);
    }
}
