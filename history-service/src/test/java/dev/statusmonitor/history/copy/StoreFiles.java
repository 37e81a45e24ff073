package dev.statusmonitor.history.copy;

import dev.statusmonitor.testservers.TestCassandra;
import dev.statusmonitor.testservers.TestInfluxDb;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Settings of the tests' servers, each test in an organisation or a keyspace of its own. */
final class StoreFiles {
    private StoreFiles() {}

    /** Adds those of InfluxDB; its token goes into a file. */
    static void influxDb(Path properties, String name) throws IOException {
        var server = TestInfluxDb.get();
        Path token = Files.writeString(properties.resolveSibling(name + ".token"), server.token() + "\n");
        Files.writeString(
                properties,
                """
                statusmonitor.history.influxdb.url=%s
                statusmonitor.history.influxdb.org=%s
                statusmonitor.history.influxdb.token-file=%s
                """.formatted(server.uri(), "copy" + Integer.toHexString(properties.hashCode()), token),
                StandardOpenOption.APPEND);
    }

    /** Adds those of Cassandra. */
    static void cassandra(Path properties) throws IOException {
        InetSocketAddress at = TestCassandra.get().contactPoint();
        Files.writeString(
                properties,
                """
                statusmonitor.history.cassandra.contact-points=%s:%d
                statusmonitor.history.cassandra.keyspace=%s
                statusmonitor.history.cassandra.replicas=1
                """.formatted(at.getHostString(), at.getPort(), "copy_" + Integer.toHexString(properties.hashCode())),
                StandardOpenOption.APPEND);
    }
}
