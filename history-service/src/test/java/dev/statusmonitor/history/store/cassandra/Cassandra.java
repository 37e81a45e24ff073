package dev.statusmonitor.history.store.cassandra;

import dev.statusmonitor.history.store.cassandra.CassandraSettings.Consistency;
import dev.statusmonitor.testservers.TestCassandra;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Stores in a real node: each folder has a keyspace of its own, so that no test sees another's samples. */
final class Cassandra {
    private Cassandra() {}

    static CassandraSettings settings(TestCassandra node, String keyspace) {
        return new CassandraSettings(
                List.of(address(node)),
                TestCassandra.DATACENTER,
                keyspace,
                1,
                Consistency.LOCAL_QUORUM,
                null,
                null,
                false,
                // Longer than a platform would wait: this machine runs other tests meanwhile.
                Duration.ofSeconds(20),
                Duration.ofSeconds(30));
    }

    static String address(TestCassandra node) {
        InetSocketAddress at = node.contactPoint();
        return at.getHostString() + ":" + at.getPort();
    }

    static String keyspace(Path folder) {
        return "tests_" + Integer.toHexString(folder.hashCode());
    }

    static CassandraSampleStore open(TestCassandra node, Path folder, Clock clock) {
        return CassandraSampleStore.open(settings(node, keyspace(folder)), "tests", clock);
    }
}
