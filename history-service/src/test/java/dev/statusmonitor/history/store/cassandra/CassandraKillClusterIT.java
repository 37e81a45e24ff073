package dev.statusmonitor.history.store.cassandra;

import static dev.statusmonitor.history.store.TestSamples.sample;
import static dev.statusmonitor.history.store.TestSamples.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.statusmonitor.history.store.HostSample;
import dev.statusmonitor.history.store.StoreException;
import dev.statusmonitor.history.store.cassandra.CassandraSettings.Consistency;
import dev.statusmonitor.testservers.TestCassandra;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 of a node, the only one, that asks for a password, while samples are written: every sample that was
 * acknowledged is there, once.
 */
@DisabledIf("dev.statusmonitor.testservers.TestCassandra#isMissing")
class CassandraKillClusterIT {
    private static final int KILLS = Integer.getInteger("statusmonitor.kills", 1);
    private static final int HOSTS = 12;
    private static final String PASSWORD = "of the tests";
    private static final String VALUE = "system.uptime";

    @TempDir
    private Path folder;

    @Test
    void losesNothingThatWasAcknowledged() throws Exception {
        long start = System.currentTimeMillis() - Duration.ofHours(4).toMillis();
        try (var node = TestCassandra.start(true)) {
            makeUser(node);
            Files.writeString(folder.resolve("wrong"), "guessed\n");
            try (var store = CassandraSampleStore.open(settings(node, "wrong"), "tests", Clock.systemUTC())) {
                assertThatThrownBy(store::check)
                        .isInstanceOf(StoreException.class)
                        .hasMessageContaining("Cassandra refuses the user history");
            }
            Files.writeString(folder.resolve("password"), PASSWORD + "\n");
            try (var store = CassandraSampleStore.open(settings(node, "password"), "tests", Clock.systemUTC())) {
                assertThatThrownBy(store::check)
                        .isInstanceOf(StoreException.class)
                        .hasMessageContaining("Cassandra's user history may not do this")
                        .hasMessageContaining("grant");
                asAdmin(node, "GRANT CREATE ON ALL KEYSPACES TO history");
                // Cassandra remembers for some seconds what a user may not, and the first look also makes the tables.
                await().ignoreExceptionsInstanceOf(StoreException.class).untilAsserted(store::check);
                // What that user may not know is no reason to fail.
                assertThat(store.usage().tiers()).hasSize(3);
                int second = 0;
                int refused = 0;
                for (int kill = 0; kill < KILLS; kill++) {
                    for (int i = 0; i < 50; i++) {
                        refused += writeUntilAcknowledged(store, batch(start, second++));
                    }
                    var killed = CompletableFuture.runAsync(() -> {
                        node.kill();
                        node.restart();
                    });
                    while (!killed.isDone()) {
                        refused += writeUntilAcknowledged(store, batch(start, second++));
                    }
                    killed.join();
                    for (int i = 0; i < 50; i++) {
                        refused += writeUntilAcknowledged(store, batch(start, second++));
                    }
                }
                assertThat(refused).isPositive();
                for (int host = 0; host < HOSTS; host++) {
                    assertThat(store.reader()
                                    .count("h" + host, start, start + 1000L * second, soon())
                                    .count())
                            .isEqualTo(second);
                }
            }
        }
    }

    /** Who may come, and make nothing yet. */
    private static void makeUser(TestCassandra node) {
        // The first user is there some moments after the node.
        await().ignoreExceptions()
                .untilAsserted(() -> asAdmin(
                        node, "CREATE ROLE IF NOT EXISTS history WITH LOGIN = true AND PASSWORD = '" + PASSWORD + "'"));
    }

    private static void asAdmin(TestCassandra node, String statement) {
        try (var session = CqlSession.builder()
                .addContactPoint(node.contactPoint())
                .withLocalDatacenter(TestCassandra.DATACENTER)
                .withAuthCredentials("cassandra", "cassandra")
                .build()) {
            session.execute(statement);
        }
    }

    private CassandraSettings settings(TestCassandra node, String passwordFile) {
        return new CassandraSettings(
                List.of(Cassandra.address(node)),
                TestCassandra.DATACENTER,
                "killed",
                1,
                Consistency.LOCAL_QUORUM,
                "history",
                folder.resolve(passwordFile),
                false,
                Duration.ofSeconds(3),
                Duration.ofSeconds(3));
    }

    private static List<HostSample> batch(long start, int second) {
        var samples = new ArrayList<HostSample>();
        for (int host = 0; host < HOSTS; host++) {
            samples.add(sample("h" + host, start + 1000L * second, Map.of(VALUE, second * 100.0 + host)));
        }
        return samples;
    }

    /** Returns how often it was refused, each time with a sentence. */
    private static int writeUntilAcknowledged(CassandraSampleStore store, List<HostSample> samples)
            throws InterruptedException {
        for (int refused = 0; ; refused++) {
            try {
                store.writer().write(samples);
                return refused;
            } catch (StoreException e) {
                assertThat(e).hasMessageEndingWith(".");
                Thread.sleep(100);
            }
        }
    }
}
