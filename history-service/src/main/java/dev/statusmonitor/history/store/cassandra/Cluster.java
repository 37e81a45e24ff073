package dev.statusmonitor.history.store.cassandra;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.metadata.NodeState;
import dev.statusmonitor.history.store.Deadline;
import dev.statusmonitor.history.store.StoreException;
import dev.statusmonitor.history.store.TookTooLongException;
import dev.statusmonitor.history.store.cassandra.CassandraSettings.Consistency;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The connection to Cassandra, made when it is first needed, with the tables in order. Whatever fails says so by a
 * {@link StoreException}, and the next call tries again. Safe for use by several threads.
 */
final class Cluster implements AutoCloseable {
    /** A cluster that could not be reached is not tried again before this has passed. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** For how long one question waits for all nodes to know the same tables. */
    private static final Duration AGREEMENT = Duration.ofSeconds(10);

    private static final Duration RECONNECT = Duration.ofSeconds(5);
    private static final long CLOCK_TOLERANCE = Duration.ofMinutes(5).toMillis();
    private static final int PAGE = 5_000;

    private final CassandraSettings settings;
    private final Clock clock;
    private final boolean makes;
    private final Failures failures;
    private final Map<String, PreparedStatement> prepared = new ConcurrentHashMap<>();
    private volatile @Nullable CqlSession session;
    /** Of the tables; set before the session is. */
    private volatile int version;

    // Guarded by this.
    private boolean closed;
    private @Nullable StoreException failure;
    private long failed;

    /** @param makes whether a keyspace and tables that are missing are made, and older ones brought up to this version */
    Cluster(CassandraSettings settings, Clock clock, boolean makes) {
        this.settings = settings;
        this.clock = clock;
        this.makes = makes;
        this.failures = new Failures(settings);
    }

    /** How many replicas have to have a row. */
    static ConsistencyLevel level(Consistency consistency) {
        return switch (consistency) {
            case LOCAL_ONE -> DefaultConsistencyLevel.LOCAL_ONE;
            case LOCAL_QUORUM -> DefaultConsistencyLevel.LOCAL_QUORUM;
            case QUORUM -> DefaultConsistencyLevel.QUORUM;
            case EACH_QUORUM -> DefaultConsistencyLevel.EACH_QUORUM;
            case ALL -> DefaultConsistencyLevel.ALL;
        };
    }

    /** How many replicas are asked for a row. */
    static ConsistencyLevel readLevel(Consistency consistency) {
        // Cassandra has no reads at EACH_QUORUM; what was written so is found by any data centre's own.
        return level(consistency == Consistency.EACH_QUORUM ? Consistency.LOCAL_QUORUM : consistency);
    }

    CassandraSettings settings() {
        return settings;
    }

    Failures failures() {
        return failures;
    }

    private CqlSession session() {
        CqlSession open = session;
        return open == null ? connect() : open;
    }

    private synchronized CqlSession connect() {
        if (closed) {
            throw Failures.closed();
        }
        CqlSession open = session;
        if (open != null) {
            return open;
        }
        StoreException before = failure;
        if (before != null && System.nanoTime() - failed < PAUSE.toNanos()) {
            throw new StoreException(String.valueOf(before.getMessage()), before);
        }
        CqlSession made = null;
        try {
            made = build();
            checkDatacenter(made);
            var schema = new Schema(made, settings, failures);
            if (makes) {
                schema.prepare();
                version = Schema.VERSION;
            } else {
                version = schema.require();
            }
            // Only now, for the way of a request to its replicas: making a table would wait for each change to be read.
            made.setSchemaMetadataEnabled(true);
            session = made;
            failure = null;
            return made;
        } catch (RuntimeException e) {
            if (made != null) {
                made.close();
            }
            StoreException sentence = failures.of(e);
            failure = sentence;
            failed = System.nanoTime();
            throw sentence;
        }
    }

    private CqlSession build() {
        var config = DriverConfigLoader.programmaticBuilder()
                .withString(DefaultDriverOption.SESSION_NAME, "history")
                .withStringList(DefaultDriverOption.CONTACT_POINTS, settings.contactPoints())
                // By the name, each time anew: nodes may come back at other addresses.
                .withBoolean(DefaultDriverOption.RESOLVE_CONTACT_POINTS, false)
                .withString(DefaultDriverOption.LOAD_BALANCING_LOCAL_DATACENTER, settings.datacenter())
                .withDuration(DefaultDriverOption.CONNECTION_CONNECT_TIMEOUT, settings.connectTimeout())
                .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, settings.connectTimeout())
                .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, settings.connectTimeout())
                // Nodes hear of each other's tables by gossip, once a second.
                .withDuration(DefaultDriverOption.CONTROL_CONNECTION_AGREEMENT_TIMEOUT, AGREEMENT)
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, settings.timeout())
                .withString(
                        DefaultDriverOption.REQUEST_CONSISTENCY,
                        level(settings.consistency()).name())
                .withInt(DefaultDriverOption.REQUEST_PAGE_SIZE, PAGE)
                // Each of our statements is: what it writes has its time with it.
                .withBoolean(DefaultDriverOption.REQUEST_DEFAULT_IDEMPOTENCE, true)
                .withDuration(DefaultDriverOption.RECONNECTION_BASE_DELAY, PAUSE)
                .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, RECONNECT)
                // Each attempt would be a line, with the stack of what failed; NodeChanges tells of each change.
                .withBoolean(DefaultDriverOption.CONNECTION_WARN_INIT_ERROR, false)
                .withBoolean(DefaultDriverOption.METADATA_SCHEMA_ENABLED, false)
                .withStringList(DefaultDriverOption.METADATA_SCHEMA_REFRESHED_KEYSPACES, List.of(settings.keyspace()))
                .withDuration(DefaultDriverOption.METADATA_SCHEMA_REQUEST_TIMEOUT, settings.timeout())
                .withBoolean(DefaultDriverOption.NETTY_DAEMON, true)
                // Nothing is under way any more when it is closed.
                .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0)
                .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 0);
        if (settings.tls()) {
            config = config.withString(DefaultDriverOption.SSL_ENGINE_FACTORY_CLASS, "DefaultSslEngineFactory")
                    .withBoolean(DefaultDriverOption.SSL_HOSTNAME_VALIDATION, true);
        }
        var builder = CqlSession.builder().withConfigLoader(config.build()).withNodeStateListener(new NodeChanges());
        String user = settings.user();
        if (user != null) {
            builder.withAuthCredentials(user, password());
        }
        return builder.build();
    }

    private String password() {
        try {
            return settings.passwordFile() == null
                    ? ""
                    : Files.readString(settings.passwordFile()).strip();
        } catch (IOException e) {
            throw failures.passwordUnreadable(e);
        }
    }

    private void checkDatacenter(CqlSession made) {
        var there = new TreeSet<String>();
        for (Node node : made.getMetadata().getNodes().values()) {
            there.add(String.valueOf(node.getDatacenter()));
        }
        if (!there.contains(settings.datacenter())) {
            throw failures.noSuchDatacenter(there);
        }
    }

    /**
     * The version of the tables: {@link Schema#VERSION}, unless they are only read.
     *
     * @throws StoreException where it cannot be reached
     */
    int version() {
        session();
        return version;
    }

    /** A statement of the keyspace; {@code %s} in the text stands for its name and a dot. */
    PreparedStatement prepare(String text) {
        PreparedStatement known = prepared.get(text);
        if (known == null) {
            try {
                known = session().prepare(text.replace("%s", settings.keyspace() + "."));
            } catch (RuntimeException e) {
                throw failures.of(e);
            }
            prepared.put(text, known);
        }
        return known;
    }

    /** Begins a write, which at the end is on as many nodes as are wanted. */
    CompletionStage<AsyncResultSet> write(Statement<?> statement) {
        return begin(statement);
    }

    /** Begins a read that ends by the deadline; to be waited for by {@link #await}. */
    CompletionStage<AsyncResultSet> read(Statement<?> statement, Deadline deadline) {
        deadline.check();
        return begin(statement
                .setConsistencyLevel(readLevel(settings.consistency()))
                .setTimeout(deadline.left().plusMillis(1)));
    }

    private CompletionStage<AsyncResultSet> begin(Statement<?> statement) {
        try {
            return session().executeAsync(statement);
        } catch (RuntimeException e) {
            throw failures.of(e);
        }
    }

    /**
     * Waits for what was begun.
     *
     * @throws TookTooLongException where the deadline passes before it is there
     * @throws StoreException where it failed
     */
    <T> T await(CompletionStage<T> begun, Deadline deadline) {
        try {
            return begun.toCompletableFuture().get(Math.max(0, deadline.left().toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new TookTooLongException();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("The wait for Cassandra was interrupted.", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DriverTimeoutException
                    && deadline.left().isNegative()) {
                throw new TookTooLongException();
            }
            throw failures.of(e);
        }
    }

    /** Asks for one row; null where there is none. */
    @Nullable Row one(Statement<?> statement, Deadline deadline) {
        return await(read(statement, deadline), deadline).one();
    }

    /** Long enough for a request that nobody waits for by the second. */
    Deadline patience() {
        return Deadline.in(settings.timeout());
    }

    /**
     * Whether it can be written to and read from now.
     *
     * @throws StoreException where not
     */
    void check(Deadline deadline) {
        try {
            // As many replicas answer as are wanted.
            one(prepare("SELECT value FROM %sstate WHERE name = 'version'").bind(), deadline);
            for (Node node : nodes()) {
                Row row = await(ask(node, "SELECT toTimestamp(now()) FROM system.local", deadline), deadline)
                        .one();
                long off = row == null
                        ? 0
                        : Objects.requireNonNull(row.getInstant(0)).toEpochMilli() - clock.millis();
                if (Math.abs(off) > CLOCK_TOLERANCE) {
                    throw failures.wrongClock(node.getEndPoint(), off / 1000);
                }
            }
        } catch (TookTooLongException e) {
            throw new StoreException("Cassandra did not answer in time.", e);
        }
    }

    /** The nodes of the data centre that answer. */
    List<Node> nodes() {
        return session().getMetadata().getNodes().values().stream()
                .filter(node -> settings.datacenter().equals(node.getDatacenter()))
                .filter(node -> node.getState() == NodeState.UP)
                .toList();
    }

    /** Asks one node what only it can tell. */
    CompletionStage<AsyncResultSet> ask(Node node, String text, Deadline deadline) {
        return begin(SimpleStatement.newInstance(text)
                .setConsistencyLevel(DefaultConsistencyLevel.ONE)
                .setTimeout(deadline.left().plusMillis(1))
                .setNode(node));
    }

    @Override
    public synchronized void close() {
        closed = true;
        CqlSession open = session;
        session = null;
        if (open != null) {
            open.close();
        }
    }
}
