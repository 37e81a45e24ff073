package dev.statusmonitor.history.store.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import dev.statusmonitor.history.store.HostWindow;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.WindowWriter;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Writes windows: a row for each series of each. */
final class WindowTable implements WindowWriter {
    private final Cluster cluster;
    private final OldestTimes oldest;
    private final Clock clock;

    WindowTable(Cluster cluster, OldestTimes oldest, Clock clock) {
        this.cluster = cluster;
        this.oldest = oldest;
        this.clock = clock;
    }

    /** Replaces what is there: the time of the write is that of the clock. */
    @Override
    public void write(Tier tier, List<HostWindow> windows) {
        if (tier == Tier.RAW) {
            throw new IllegalArgumentException("samples are no windows");
        }
        PreparedStatement insert =
                cluster.prepare("INSERT INTO %s" + TierTable.of(tier).table()
                        + " (host, bucket, series, time, statistics) VALUES (?, ?, ?, ?, ?) USING TTL ?");
        write(
                tier,
                windows,
                (host, bucket, series, time, cell, count, left) -> insert.bind(host, bucket, series, time, cell, left));
    }

    /** What was copied was made of samples, too. */
    @Override
    public void merge(Tier tier, List<HostWindow> windows) {
        if (tier == Tier.RAW) {
            throw new IllegalArgumentException("samples are no windows");
        }
        writeMade(tier, windows);
    }

    /**
     * Writes windows that were made of samples. The time of the write is the window's own and the count: of two that
     * were made of the same window the one of more samples wins, whoever made it and whichever comes last. So making one
     * again does no harm when samples of it are gone, two instances may make the same, and their clocks do not matter.
     */
    void writeMade(Tier tier, List<HostWindow> windows) {
        PreparedStatement insert = cluster.prepare(
                "INSERT INTO %s" + TierTable.of(tier).table()
                        + " (host, bucket, series, time, statistics) VALUES (?, ?, ?, ?, ?) USING TIMESTAMP ? AND TTL ?");
        long most = tier.step() * 1000 - 1;
        write(
                tier,
                windows,
                (host, bucket, series, time, cell, count, left) -> insert.bind(
                        host, bucket, series, time, cell, time.toEpochMilli() * 1000 + Math.min(count, most), left));
    }

    private interface Binder {
        BoundStatement bind(
                String host, int bucket, String series, Instant time, ByteBuffer cell, long count, int left);
    }

    private record Partition(String host, int bucket) {}

    private void write(Tier tier, List<HostWindow> windows, Binder binder) {
        if (windows.isEmpty()) {
            return;
        }
        TierTable table = TierTable.of(tier);
        long now = clock.millis();
        var writes = new Writes(cluster);
        // Those of one partition together.
        List<HostWindow> ordered = windows.stream()
                .sorted(Comparator.comparing(HostWindow::host).thenComparingLong(HostWindow::start))
                .toList();
        long first = Long.MAX_VALUE;
        for (HostWindow window : ordered) {
            int left = table.secondsLeft(window.start(), now);
            if (left <= 0) {
                continue;
            }
            first = Math.min(first, window.start());
            var partition = new Partition(window.host(), table.bucket(window.start()));
            Instant start = Instant.ofEpochMilli(window.start());
            for (int i = 0; i < window.series().size(); i++) {
                String series = window.series().names().get(i);
                writes.add(
                        partition,
                        binder.bind(
                                partition.host(),
                                partition.bucket(),
                                series,
                                start,
                                WindowCell.of(window, i),
                                window.counts()[i],
                                left),
                        series.length() + WindowCell.SIZE);
            }
        }
        if (first < Long.MAX_VALUE) {
            oldest.saw(tier, first);
        }
        writes.await();
    }
}
