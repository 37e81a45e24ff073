package dev.statusmonitor.standalone.apart;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import dev.statusmonitor.embedded.StartFailure;
import dev.statusmonitor.embedded.cassandra.CassandraNode;
import dev.statusmonitor.embedded.process.ServerProcess;
import dev.statusmonitor.standalone.console.Refusal;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A node of Cassandra on loopback, and in it a user who may make the keyspace of the history and nothing else. */
final class CassandraServer {
    static final String DATACENTER = "datacenter1";
    /** The user of history-service. */
    static final String USER = "history";

    private static final String JARS = "STATUSMONITOR_CASSANDRA_JARS";
    private static final String ADDRESS = "127.0.0.1";
    private static final int HEAP = 512;
    /** The user whom Cassandra makes at its first start, a moment after it takes requests, with this password. */
    private static final String FIRST_USER = "cassandra";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Plan plan;
    private final String classPath;

    private CassandraServer(Plan plan, String classPath) {
        this.plan = plan;
        this.classPath = classPath;
    }

    /** @throws Refusal where something is missing that a node needs */
    static CassandraServer of(Plan plan) {
        if (!CassandraNode.canStart()) {
            throw new Refusal(CassandraNode.MISSING_JAVA);
        }
        String jars = System.getenv(JARS);
        if (jars == null
                || jars.isBlank()
                || !Stream.of(jars.split(File.pathSeparator)).map(Path::of).allMatch(Files::isRegularFile)) {
            throw new Refusal("The jars of Cassandra are not here; ./statusmonitor up --apart --store cassandra fetches"
                    + " them through Maven and names them by " + JARS + ".");
        }
        return new CassandraServer(plan, jars);
    }

    /**
     * Starts it, or starts it again on what it had; returns when history-service can sign on.
     *
     * @throws StartFailure where it does not start
     */
    ServerProcess start() {
        Path folder = plan.folder().resolve("cassandra");
        ServerProcess process = CassandraNode.start(new CassandraNode.Settings(
                classPath,
                folder,
                plan.pidFile("cassandra"),
                ADDRESS,
                plan.ports().cassandra(),
                plan.ports().cassandraStorage(),
                ADDRESS,
                true,
                false,
                HEAP));
        try {
            provideUsers();
            return process;
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
    }

    /** Whatever of it a start before this one did or did not do. */
    private void provideUsers() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String password = plan.passwords().cassandra();
        DriverException refused;
        do {
            try (CqlSession session = session(FIRST_USER, password)) {
                session.execute(
                        "CREATE ROLE IF NOT EXISTS " + USER + " WITH PASSWORD = '" + password + "' AND LOGIN = true");
                // Whoever makes a keyspace may do all in it.
                session.execute("GRANT CREATE ON ALL KEYSPACES TO " + USER);
                session.execute("GRANT SELECT ON KEYSPACE system_views TO " + USER);
                return;
            } catch (DriverException e) {
                refused = changePassword(password, e);
            }
            pause();
        } while (System.nanoTime() < deadline);
        throw new StartFailure(
                StartFailure.Reason.OTHER, "Cassandra's users cannot be made: " + refused.getMessage(), refused);
    }

    private DriverException changePassword(String password, DriverException before) {
        if (!(before instanceof AllNodesFailedException)) {
            return before;
        }
        try (CqlSession session = session(FIRST_USER, FIRST_USER)) {
            session.execute("ALTER ROLE " + FIRST_USER + " WITH PASSWORD = '" + password + "'");
        } catch (DriverException e) {
            return e;
        }
        return before;
    }

    private CqlSession session(String user, String password) {
        var config = DriverConfigLoader.programmaticBuilder()
                .withStringList(
                        DefaultDriverOption.CONTACT_POINTS,
                        List.of(ADDRESS + ":" + plan.ports().cassandra()))
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(10))
                .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, Duration.ofSeconds(5))
                .withBoolean(DefaultDriverOption.CONNECTION_WARN_INIT_ERROR, false)
                .withBoolean(DefaultDriverOption.METADATA_SCHEMA_ENABLED, false)
                .withBoolean(DefaultDriverOption.NETTY_DAEMON, true)
                .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0)
                .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 0)
                .build();
        return CqlSession.builder()
                .withConfigLoader(config)
                .withLocalDatacenter(DATACENTER)
                .withAuthCredentials(user, password)
                .build();
    }

    private static void pause() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure(StartFailure.Reason.OTHER, "Starting was interrupted.", e);
        }
    }
}
