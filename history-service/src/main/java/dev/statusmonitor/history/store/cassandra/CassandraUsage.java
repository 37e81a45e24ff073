package dev.statusmonitor.history.store.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import dev.statusmonitor.history.store.Deadline;
import dev.statusmonitor.history.store.StorageUsage;
import dev.statusmonitor.history.store.StorageUsage.TierUsage;
import dev.statusmonitor.history.store.StoreException;
import dev.statusmonitor.history.store.Tier;
import java.util.ArrayList;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much room the tables take, on all nodes of the data centre together: each tells it of itself. What a node has only
 * in memory and in its commit log yet is not counted, but that there is something is.
 */
final class CassandraUsage {
    private static final Logger log = LoggerFactory.getLogger(CassandraUsage.class);
    private static final long MEBIBYTE = 1 << 20;

    private final Cluster cluster;
    private final OldestTimes oldest;
    private volatile boolean warned;

    CassandraUsage(Cluster cluster, OldestTimes oldest) {
        this.cluster = cluster;
        this.oldest = oldest;
    }

    StorageUsage now() {
        Deadline deadline = cluster.patience();
        var tiers = new ArrayList<TierUsage>();
        for (Tier tier : Tier.values()) {
            OptionalLong first = oldest.of(tier, deadline);
            long bytes = 0;
            for (Node node : cluster.nodes()) {
                bytes += bytes(node, TierTable.of(tier), deadline);
            }
            // The smallest file that Cassandra tells of is a mebibyte.
            tiers.add(new TierUsage(
                    tier, bytes == 0 && first.isPresent() ? MEBIBYTE : bytes, OptionalLong.empty(), first));
        }
        return new StorageUsage(tiers, OptionalLong.empty());
    }

    private long bytes(Node node, TierTable table, Deadline deadline) {
        try {
            Row row = cluster.await(
                            cluster.ask(
                                    node,
                                    "SELECT mebibytes FROM system_views.disk_usage WHERE keyspace_name = '"
                                            + cluster.settings().keyspace() + "' AND table_name = '" + table.table()
                                            + "'",
                                    deadline),
                            deadline)
                    .one();
            return row == null ? 0 : row.getLong(0) * MEBIBYTE;
        } catch (StoreException e) {
            if (!(e.getCause() instanceof UnauthorizedException)) {
                throw e;
            }
            // All else works without it.
            if (!warned) {
                warned = true;
                log.atWarn()
                        .addKeyValue("user", cluster.settings().user())
                        .log("how much room the history takes is not known: the user may not read it"
                                + " (GRANT SELECT ON KEYSPACE system_views)");
            }
            return 0;
        }
    }
}
