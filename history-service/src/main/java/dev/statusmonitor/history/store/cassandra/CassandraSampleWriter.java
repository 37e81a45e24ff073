package dev.statusmonitor.history.store.cassandra;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import dev.statusmonitor.contract.SeriesList;
import dev.statusmonitor.history.store.HostSample;
import dev.statusmonitor.history.store.SampleWriter;
import dev.statusmonitor.history.store.Tier;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One row a sample, with the sample's own time as the time of the write: however often it is written, it is the same,
 * and what was deleted stays so.
 */
final class CassandraSampleWriter implements SampleWriter {
    static final String INSERT =
            "INSERT INTO %ssamples (host, bucket, time, packed) VALUES (?, ?, ?, ?) USING TIMESTAMP ? AND TTL ?";

    private final Cluster cluster;
    private final SeriesListTable lists;
    private final CassandraRollUp rollUp;
    private final OldestTimes oldest;
    private final Clock clock;

    CassandraSampleWriter(
            Cluster cluster, SeriesListTable lists, CassandraRollUp rollUp, OldestTimes oldest, Clock clock) {
        this.cluster = cluster;
        this.lists = lists;
        this.rollUp = rollUp;
        this.oldest = oldest;
        this.clock = clock;
    }

    private record Partition(String host, int bucket) {}

    @Override
    public synchronized void write(List<HostSample> samples) {
        TierTable table = TierTable.SAMPLES;
        long now = clock.millis();
        var partitions = new LinkedHashMap<Partition, List<HostSample>>();
        var kept = new ArrayList<HostSample>(samples.size());
        Set<SeriesList> used = new LinkedHashSet<>();
        long first = Long.MAX_VALUE;
        for (HostSample each : samples) {
            long time = each.sample().timestamp();
            // What has expired would, without anything left to live, be kept for ever.
            if (table.secondsLeft(time, now) > 0) {
                partitions
                        .computeIfAbsent(new Partition(each.host(), table.bucket(time)), p -> new ArrayList<>())
                        .add(each);
                kept.add(each);
                used.add(each.sample().series());
                first = Math.min(first, time);
            }
        }
        if (partitions.isEmpty()) {
            return;
        }
        lists.write(used);
        oldest.saw(Tier.RAW, first);
        PreparedStatement insert = cluster.prepare(INSERT);
        var writes = new Writes(cluster);
        // What has to be rolled up is known before the samples count as stored, and done only when they are.
        try (var arriving = rollUp.arriving(kept, now, writes)) {
            partitions.forEach((partition, of) -> {
                for (HostSample each : of) {
                    long time = each.sample().timestamp();
                    ByteBuffer cell = SampleCell.of(
                            lists.id(each.sample().series()), each.sample().values());
                    writes.add(
                            partition,
                            insert.bind(
                                    partition.host(),
                                    partition.bucket(),
                                    Instant.ofEpochMilli(time),
                                    cell,
                                    time * 1000,
                                    table.secondsLeft(time, now)),
                            cell.remaining());
                }
            });
            writes.await();
            arriving.stored();
        }
    }
}
