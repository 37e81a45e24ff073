package dev.statusmonitor.testservers;

import dev.statusmonitor.embedded.FreePorts;
import dev.statusmonitor.embedded.cassandra.CassandraNode;
import dev.statusmonitor.embedded.process.ServerProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A real node of Cassandra, started from its jars on a JDK 17. {@link #get} is the one that all integration tests of a
 * JVM share; tests that kill it {@link #start} one of their own. One line on standard output says where it is.
 */
public final class TestCassandra implements AutoCloseable {
    /** What a node's data centre is called unless somebody says otherwise. */
    public static final String DATACENTER = "datacenter1";

    private static final String CLASS_PATH = "/cassandra.classpath";
    private static final String FIRST = "127.0.0.1";
    private static final int HEAP = 512;
    private static final int SMALL_HEAP = 320;

    private final CassandraNode.Settings settings;
    private @Nullable ServerProcess process;

    private TestCassandra(CassandraNode.Settings settings) {
        this.settings = settings;
    }

    private static final class Holder {
        static final TestCassandra INSTANCE = start(FIRST, FreePorts.pick(), FreePorts.pick(), false, true, HEAP);
    }

    /** Whether no node can be started here. In continuous integration one has to: {@link #get} then says what is missing. */
    public static boolean isMissing() {
        return !CassandraNode.canStart() && !"true".equals(System.getenv("CI"));
    }

    /** The shared node, which asks nobody who he is; started on the first call. */
    public static TestCassandra get() {
        return Holder.INSTANCE;
    }

    /**
     * A node for one test, which closes it.
     *
     * @param passwords whether it asks who a client is: the user {@code cassandra} with the password {@code cassandra}
     */
    public static TestCassandra start(boolean passwords) {
        return start(FIRST, FreePorts.pick(), FreePorts.pick(), passwords, false, HEAP);
    }

    /**
     * Nodes that are one cluster, on 127.0.0.1, 127.0.0.2 and so on, each of which is closed by the test. Linux has these
     * addresses; elsewhere they have to be made. They are small, so that three of them fit beside a test.
     */
    public static List<TestCassandra> startCluster(int size) {
        int port = FreePorts.pick();
        int storagePort = FreePorts.pick();
        var nodes = new ArrayList<TestCassandra>();
        for (int i = 1; i <= size; i++) {
            nodes.add(start("127.0.0." + i, port, storagePort, false, false, SMALL_HEAP));
        }
        return nodes;
    }

    private static TestCassandra start(
            String address, int port, int storagePort, boolean passwords, boolean hasty, int heap) {
        Path folder = TestFolder.of(Unique.name("cassandra"));
        var node = new TestCassandra(new CassandraNode.Settings(
                classPath(),
                folder,
                folder.resolve("cassandra.pid"),
                address,
                port,
                storagePort,
                FIRST,
                passwords,
                hasty,
                heap));
        AtEnd.close(node);
        node.restart();
        System.out.println("TestCassandra: Cassandra of its jars, port " + port);
        return node;
    }

    /** The jars of module cassandra-node: where the launcher says, or where Maven found them when it built this. */
    private static String classPath() {
        String told = System.getenv("STATUSMONITOR_CASSANDRA_JARS");
        if (told != null && !told.isBlank()) {
            return told;
        }
        try (InputStream text = TestCassandra.class.getResourceAsStream(CLASS_PATH)) {
            String jars = text == null ? "" : new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
            if (jars.isEmpty()) {
                throw new IllegalStateException("The tests need the jars of Cassandra, which Maven fetches with the"
                        + " module cassandra-node: build it, and test-servers after it, without -DskipTestCompile.");
            }
            return jars;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it can be asked. */
    public InetSocketAddress contactPoint() {
        return settings.contactPoint();
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() {
        ServerProcess running = process;
        if (running != null) {
            running.kill();
        }
    }

    /** Ends it in good order. */
    public void stop() {
        ServerProcess running = process;
        if (running != null) {
            running.close();
        }
    }

    /** Starts it again on what it had. */
    public void restart() {
        process = CassandraNode.start(settings);
    }

    @Override
    public void close() {
        // Nothing of it is needed any more: it need not write down what it has in memory.
        kill();
    }
}
