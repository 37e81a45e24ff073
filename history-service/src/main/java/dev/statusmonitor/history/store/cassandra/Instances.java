package dev.statusmonitor.history.store.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.statusmonitor.history.store.Tier;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The services that store samples in this keyspace, and how far each has come with rolling up what it stored. */
final class Instances {
    private final Cluster cluster;
    private final String self;
    private final Clock clock;

    /** @param self a name for this instance, the same at each start */
    Instances(Cluster cluster, String self, Clock clock) {
        this.cluster = cluster;
        this.self = self;
        this.clock = clock;
    }

    /**
     * How far an instance has come with a tier.
     *
     * @param until each window that ends by then is made, of what it stored in time; Unix time in milliseconds
     * @param epoch what it stored in the epochs before is rolled up
     */
    record Progress(long until, int epoch) {}

    /**
     * An instance.
     *
     * @param seen when it last told of itself, Unix time in milliseconds
     */
    record Instance(String name, long seen, Progress minutes, Progress hours) {
        Progress of(Tier tier) {
            return tier == Tier.MINUTE ? minutes : hours;
        }
    }

    String self() {
        return self;
    }

    /** All of them. */
    List<Instance> all() {
        var found = new ArrayList<Instance>();
        List<BoundStatement> question = List.of(
                cluster.prepare("SELECT instance, seen, minutes, minute_epoch, hours, hour_epoch FROM %sinstances")
                        .bind());
        Pages.forEach(cluster, question, cluster.patience(), row -> found.add(instance(row)));
        return found;
    }

    /** This one; null where it was never here. */
    @Nullable Instance own() {
        Row row = cluster.one(
                cluster.prepare("SELECT instance, seen, minutes, minute_epoch, hours, hour_epoch FROM %sinstances"
                                + " WHERE instance = ?")
                        .bind(self),
                cluster.patience());
        return row == null ? null : instance(row);
    }

    private static Instance instance(Row row) {
        return new Instance(
                String.valueOf(row.getString(0)),
                time(row, 1),
                new Progress(time(row, 2), row.getInt(3)),
                new Progress(time(row, 4), row.getInt(5)));
    }

    private static long time(Row row, int column) {
        Instant time = row.getInstant(column);
        return time == null ? 0 : time.toEpochMilli();
    }

    /** Tells how far this instance has come with a tier, and that it is there. */
    void tell(Tier tier, Progress progress) {
        String columns = tier == Tier.MINUTE ? "minutes = ?, minute_epoch = ?" : "hours = ?, hour_epoch = ?";
        var writes = new Writes(cluster);
        writes.add(
                self,
                cluster.prepare("UPDATE %sinstances SET seen = ?, " + columns + " WHERE instance = ?")
                        .bind(clock.instant(), Instant.ofEpochMilli(progress.until()), progress.epoch(), self),
                Long.BYTES);
        writes.await();
    }

    /** Forgets one that is gone and of which nothing is left to do. */
    void forget(String name) {
        var writes = new Writes(cluster);
        writes.add(
                name,
                cluster.prepare("DELETE FROM %sinstances WHERE instance = ?").bind(name),
                0);
        writes.await();
    }
}
