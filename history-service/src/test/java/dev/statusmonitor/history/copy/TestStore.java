package dev.statusmonitor.history.copy;

import dev.statusmonitor.testservers.TestCassandra;
import dev.statusmonitor.testservers.TestInfluxDb;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** A store as the command line names it, on the tests' servers; each test has an organisation or a keyspace of its own. */
enum TestStore {
    QUESTDB {
        @Override
        boolean isMissing() {
            return false;
        }

        @Override
        void configure(Path properties) {
            // It is in the data folder.
        }
    },
    INFLUXDB {
        @Override
        boolean isMissing() {
            return TestInfluxDb.isMissing();
        }

        @Override
        void configure(Path properties) throws IOException {
            var server = TestInfluxDb.get();
            Path token = Files.writeString(properties.resolveSibling("influxdb.token"), server.token() + "\n");
            Files.writeString(
                    properties,
                    """
                    statusmonitor.history.influxdb.url=%s
                    statusmonitor.history.influxdb.org=%s
                    statusmonitor.history.influxdb.token-file=%s
                    """.formatted(server.uri(), "copy" + Integer.toHexString(properties.hashCode()), token),
                    StandardOpenOption.APPEND);
        }
    },
    CASSANDRA {
        @Override
        boolean isMissing() {
            return TestCassandra.isMissing();
        }

        @Override
        void configure(Path properties) throws IOException {
            InetSocketAddress at = TestCassandra.get().contactPoint();
            Files.writeString(
                    properties,
                    """
                    statusmonitor.history.cassandra.contact-points=%s:%d
                    statusmonitor.history.cassandra.keyspace=%s
                    statusmonitor.history.cassandra.replicas=1
                    """.formatted(
                            at.getHostString(), at.getPort(), "copy_" + Integer.toHexString(properties.hashCode())),
                    StandardOpenOption.APPEND);
        }
    };

    /** Whether this machine has no such server. */
    abstract boolean isMissing();

    /** Adds its settings to a platform's; what is secret goes into a file beside them. */
    abstract void configure(Path properties) throws IOException;

    /** What is written on the command line. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
