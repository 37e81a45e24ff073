package dev.statusmonitor.history.store.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import dev.statusmonitor.history.store.HostRemover;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Deletes bucket by bucket, those in which there is something. As samples and windows are written with their own time, a
 * deletion that bears the end of the bucket covers what comes to it later as well: a replay brings nothing back.
 */
final class CassandraHostRemover implements HostRemover {
    private final Cluster cluster;
    private final Clock clock;

    CassandraHostRemover(Cluster cluster, Clock clock) {
        this.cluster = cluster;
        this.clock = clock;
    }

    @Override
    public Set<String> remove(Set<String> hosts) {
        var gone = new HashSet<String>();
        for (String host : hosts) {
            boolean nothing = true;
            for (TierTable table : TierTable.values()) {
                List<Integer> buckets = buckets(table, host);
                nothing &= buckets.isEmpty();
                delete(table, host, buckets);
            }
            if (nothing) {
                gone.add(host);
            }
        }
        return gone;
    }

    /** The buckets in which the host has something. */
    private List<Integer> buckets(TierTable table, String host) {
        PreparedStatement select =
                cluster.prepare("SELECT bucket FROM %s" + table.table() + " WHERE host = ? AND bucket = ? LIMIT 1");
        long now = clock.millis();
        var questions = new ArrayList<BoundStatement>();
        for (int bucket = table.bucket(table.oldest(now)); bucket <= table.bucket(table.newest(now)); bucket++) {
            questions.add(select.bind(host, bucket));
        }
        var found = new ArrayList<Integer>();
        Pages.forEach(cluster, questions, cluster.patience(), row -> found.add(row.getInt(0)));
        return found;
    }

    private void delete(TierTable table, String host, List<Integer> buckets) {
        String from = "DELETE FROM %s" + table.table();
        PreparedStatement now = cluster.prepare(from + " WHERE host = ? AND bucket = ?");
        PreparedStatement forGood = cluster.prepare(from + " USING TIMESTAMP ? WHERE host = ? AND bucket = ?");
        var writes = new Writes(cluster);
        for (int bucket : buckets) {
            // Windows that were reduced elsewhere bear the time at which they were written.
            writes.add(bucket, now.bind(host, bucket), 0);
            writes.add(bucket, forGood.bind(table.stop(bucket) * 1000, host, bucket), 0);
        }
        writes.await();
    }
}
