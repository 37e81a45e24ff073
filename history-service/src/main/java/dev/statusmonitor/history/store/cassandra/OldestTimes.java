package dev.statusmonitor.history.store.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.statusmonitor.history.store.Deadline;
import dev.statusmonitor.history.store.Tier;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How far back each tier goes, which Cassandra could tell only by reading everything. A row has the first time that was
 * ever stored: its writes bear a time that grows as the stored one falls, so the smallest wins, whoever writes when.
 */
final class OldestTimes {
    /** The year 2286 in milliseconds: beyond all times that are stored. */
    private static final long LATEST = 10_000_000_000_000L;

    private final Cluster cluster;
    private final Clock clock;
    private final Map<Tier, Long> known = new EnumMap<>(Tier.class);

    OldestTimes(Cluster cluster, Clock clock) {
        this.cluster = cluster;
        this.clock = clock;
    }

    private static String name(Tier tier) {
        return "oldest-" + tier.label();
    }

    /** Takes note of the earliest time of what is about to be written. */
    synchronized void saw(Tier tier, long time) {
        if (time < known.getOrDefault(tier, Long.MAX_VALUE)) {
            var writes = new Writes(cluster);
            writes.add(
                    name(tier),
                    cluster.prepare("INSERT INTO %sstate (name, value) VALUES (?, ?) USING TIMESTAMP ?")
                            .bind(name(tier), time, LATEST - time),
                    Long.BYTES);
            writes.await();
            known.put(tier, time);
        }
    }

    /** The earliest time of a tier, Unix time in milliseconds; empty where there was never anything. */
    OptionalLong of(Tier tier, Deadline deadline) {
        Row row = cluster.one(
                cluster.prepare("SELECT value FROM %sstate WHERE name = ?").bind(name(tier)), deadline);
        return row == null
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(row.getLong(0), TierTable.of(tier).oldest(clock.millis())));
    }
}
