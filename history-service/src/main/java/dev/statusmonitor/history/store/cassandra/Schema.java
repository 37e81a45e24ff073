package dev.statusmonitor.history.store.cassandra;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.metadata.NodeState;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the keyspace and its tables, or brings them up to this version. Instances that do it at the same time make the
 * same.
 */
final class Schema {
    private static final Logger log = LoggerFactory.getLogger(Schema.class);

    /** What {@link #migrations} come to. */
    static final int VERSION = 3;

    /** The first version whose samples have the column {@code packed}. */
    static final int PACKS = 3;

    private static final String VERSION_NAME = "version";
    /** Making a table waits for all nodes, of which some may be just starting. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final Duration PAUSE = Duration.ofMillis(100);
    /**
     * For how long a deletion and what has expired are remembered: a node that was away for longer gets no hints and
     * has to be repaired before it may bring back what was deleted. Cassandra's own ten days would keep a day of samples
     * for eleven.
     */
    private static final int REMEMBERED_SECONDS = (int) Duration.ofHours(3).toSeconds();

    private final CqlSession session;
    private final CassandraSettings settings;
    private final Failures failures;

    Schema(CqlSession session, CassandraSettings settings, Failures failures) {
        this.session = session;
        this.settings = settings;
        this.failures = failures;
    }

    /** @throws dev.statusmonitor.history.store.StoreException where the tables are of a newer version */
    void prepare() {
        Integer found = version();
        if (found == null || found < VERSION) {
            // By one node, which knows of each change before the next; the others hear of it a moment later.
            Node maker = maker();
            List<List<String>> steps = migrations();
            if (found == null) {
                makeKeyspace(maker);
            }
            for (int version = found == null ? 1 : found + 1; version <= VERSION; version++) {
                steps.get(version - 1).forEach(text -> change(text, maker));
                // Only now may any node be asked for these tables, and only what is agreed on is called done.
                awaitAgreement();
                session.execute(statement("INSERT INTO " + settings.keyspace() + ".state (name, value) VALUES ('"
                                + VERSION_NAME + "', " + version + ")")
                        .setConsistencyLevel(Cluster.level(settings.consistency())));
            }
            log.atInfo()
                    .addKeyValue("keyspace", settings.keyspace())
                    .addKeyValue("version", VERSION)
                    .log("the tables were made");
        } else if (found > VERSION) {
            throw failures.tooNew(found, VERSION);
        }
    }

    /**
     * Changes nothing: tables of an older version are read as they are.
     *
     * @return the version of the tables, which says what columns they have
     * @throws dev.statusmonitor.history.store.StoreException where there are no tables, or newer ones
     */
    int require() {
        Integer found = version();
        if (found == null) {
            throw failures.noHistory(
                    session.execute(statement("SELECT keyspace_name FROM system_schema.keyspaces")).all().stream()
                            .map(row -> String.valueOf(row.getString(0)))
                            .filter(name -> !name.startsWith("system"))
                            .sorted()
                            .toList());
        }
        if (found > VERSION) {
            throw failures.tooNew(found, VERSION);
        }
        return found;
    }

    /** Of the tables that are there; null where there are none. */
    private @Nullable Integer version() {
        try {
            Row row = session.execute(statement("SELECT value FROM " + settings.keyspace() + ".state WHERE name = '"
                                    + VERSION_NAME + "'")
                            .setConsistencyLevel(Cluster.readLevel(settings.consistency())))
                    .one();
            return row == null ? null : Math.toIntExact(row.getLong(0));
        } catch (InvalidQueryException e) {
            // No such keyspace, or no such table.
            return null;
        }
    }

    /** A node of the data centre that answers; null leaves the choice to the driver. */
    private @Nullable Node maker() {
        return nodes().stream().findFirst().orElse(null);
    }

    /** The nodes of the data centre that answer. */
    private List<Node> nodes() {
        return session.getMetadata().getNodes().values().stream()
                .filter(node -> settings.datacenter().equals(node.getDatacenter()))
                .filter(node -> node.getState() == NodeState.UP)
                .toList();
    }

    private void awaitAgreement() {
        long begun = System.nanoTime();
        // The driver's own look waits by itself, for some seconds each time. It asks one node what it has heard of the
        // others, which just after a change by another node is that all of them have the tables of before.
        while (!session.checkSchemaAgreement() || !allKnowTheSame()) {
            if (System.nanoTime() - begun > TIMEOUT.toNanos()) {
                throw failures.noAgreement(TIMEOUT);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** Asks each node that will be asked for these tables. */
    private boolean allKnowTheSame() {
        var versions = new HashSet<UUID>();
        try {
            for (Node node : nodes()) {
                Row row = session.execute(statement("SELECT schema_version FROM system.local")
                                .setNode(node))
                        .one();
                if (row != null) {
                    versions.add(row.getUuid(0));
                }
            }
        } catch (AllNodesFailedException e) {
            // One has just come or gone.
            return false;
        }
        return versions.size() == 1;
    }

    private void makeKeyspace(@Nullable Node maker) {
        boolean there = session.execute(statement("SELECT keyspace_name FROM system_schema.keyspaces WHERE"
                                        + " keyspace_name = '" + settings.keyspace() + "'")
                                .setNode(maker))
                        .one()
                != null;
        if (!there) {
            // Both have been checked: a name of letters, and what the nodes themselves call their data centre.
            change(
                    "CREATE KEYSPACE IF NOT EXISTS " + settings.keyspace()
                            + " WITH replication = {'class':'NetworkTopologyStrategy','"
                            + settings.datacenter().replace("'", "''") + "':" + settings.replicas() + "}",
                    maker);
        }
    }

    private void change(String text, @Nullable Node maker) {
        session.execute(statement(text).setNode(maker));
    }

    private static SimpleStatement statement(String text) {
        return SimpleStatement.newInstance(text).setTimeout(TIMEOUT);
    }

    /** What each version changes in the one before, as statements that can be repeated. */
    private List<List<String>> migrations() {
        var first = new ArrayList<String>();
        // All values of a sample are one cell, behind the id of the list of their names.
        first.add(table(
                "samples",
                "host text, bucket int, time timestamp, sample blob, PRIMARY KEY ((host, bucket), time)",
                tier(TierTable.SAMPLES)));
        for (TierTable windows : List.of(TierTable.MINUTES, TierTable.HOURS)) {
            first.add(table(
                    windows.table(),
                    "host text, bucket int, series text, time timestamp, statistics blob,"
                            + " PRIMARY KEY ((host, bucket), series, time)",
                    tier(windows)));
        }
        first.add(table("series_lists", "id bigint PRIMARY KEY, names text", OPTIONS));
        first.add(table(
                "arrivals",
                "instance text, tier text, epoch int, host text, time timestamp,"
                        + " PRIMARY KEY ((instance, tier, epoch), host, time)",
                "compaction = {'class':'TimeWindowCompactionStrategy','compaction_window_unit':'HOURS',"
                        + "'compaction_window_size':2} AND " + OPTIONS));
        first.add(table(
                "instances",
                "instance text PRIMARY KEY, seen timestamp, minutes timestamp, minute_epoch int, hours timestamp,"
                        + " hour_epoch int",
                OPTIONS));
        first.add(table("state", "name text PRIMARY KEY, value bigint", OPTIONS));
        // Each row is written with this already; so none stays that was put there in any other way.
        var second = List.of("ALTER TABLE " + settings.keyspace() + ".arrivals WITH default_time_to_live = "
                + TierTable.SAMPLES.retention().toSeconds());
        // A column of its own for packed values: an older instance that still runs fails at a row that lacks the other,
        // where it would take these bytes for doubles.
        var third = List.of("ALTER TABLE " + settings.keyspace() + ".samples ADD IF NOT EXISTS packed blob");
        return List.of(first, second, third);
    }

    /**
     * A replica that is asked and does not answer within this is not waited for: another is asked as well. By Cassandra's
     * own choice, which knows only how long answers usually take, reads took seconds for as long as the nodes did not know
     * yet that one had died.
     */
    private static final String OPTIONS =
            "gc_grace_seconds = " + REMEMBERED_SECONDS + " AND speculative_retry = 'MIN(99p,100ms)'";

    private static String tier(TierTable table) {
        return "compaction = " + table.compaction() + " AND compression = {'class':'ZstdCompressor',"
                + "'chunk_length_in_kb':64} AND default_time_to_live = "
                + table.retention().toSeconds() + " AND " + OPTIONS;
    }

    /**
     * Its id is made of its name: two instances that make it at the same time, by different nodes, make one table. By
     * ids at random they would make two of the same name, which Cassandra before version 6 does not get over.
     */
    private String table(String name, String columns, String options) {
        String qualified = settings.keyspace() + "." + name;
        UUID id = UUID.nameUUIDFromBytes(qualified.getBytes(StandardCharsets.UTF_8));
        return "CREATE TABLE IF NOT EXISTS " + qualified + " (" + columns + ") WITH id = '" + id + "' AND " + options;
    }
}
