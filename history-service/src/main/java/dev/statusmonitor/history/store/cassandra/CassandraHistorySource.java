package dev.statusmonitor.history.store.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.contract.SeriesList;
import dev.statusmonitor.history.store.Deadline;
import dev.statusmonitor.history.store.HistorySource;
import dev.statusmonitor.history.store.HostWindow;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.TierRange;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Gives partition after partition. Windows stand in their partition series by series, so those of one partition are
 * put together here.
 */
final class CassandraHistorySource implements HistorySource {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Cluster cluster;
    private final CassandraSampleReader reader;

    CassandraHistorySource(Cluster cluster, CassandraSampleReader reader) {
        this.cluster = cluster;
        this.reader = reader;
    }

    /** Goes through the keys of all partitions of all nodes. */
    @Override
    public Set<String> hosts() {
        var hosts = new TreeSet<String>();
        for (TierTable table : TierTable.values()) {
            Pages.forEach(
                    cluster,
                    List.of(cluster.prepare("SELECT DISTINCT host, bucket FROM %s" + table.table())
                            .bind()),
                    Deadline.in(PATIENCE),
                    row -> hosts.add(String.valueOf(row.getString(0))));
        }
        return hosts;
    }

    @Override
    public void samples(String host, long start, long stop, Consumer<Sample> into) {
        if (start < stop) {
            reader.forEachSample(
                    host,
                    start,
                    stop,
                    Deadline.in(PATIENCE),
                    (time, list, values) -> into.accept(new Sample(Sample.SCHEMA, time, list, values)));
        }
    }

    @Override
    public void windows(String host, TierRange range, Consumer<HostWindow> into) {
        if (range.tier() == Tier.RAW) {
            throw new IllegalArgumentException("samples are no windows");
        }
        TierTable table = TierTable.of(range.tier());
        PreparedStatement select = cluster.prepare(
                "SELECT series, time, statistics FROM %s" + table.table() + " WHERE host = ? AND bucket = ?");
        for (int bucket = table.bucket(range.start()); bucket <= table.bucket(range.stop() - 1); bucket++) {
            long start = Math.max(range.start(), table.start(bucket));
            long stop = Math.min(range.stop(), table.stop(bucket));
            var columns = new Columns(host, new TierRange(range.tier(), start, stop));
            List<BoundStatement> question = List.of(select.bind(host, bucket));
            Pages.forEach(cluster, question, Deadline.in(PATIENCE), row -> {
                long time = Objects.requireNonNull(row.getInstant(1), "a row without a time")
                        .toEpochMilli();
                columns.add(
                        String.valueOf(row.getString(0)),
                        time,
                        Objects.requireNonNull(row.getByteBuffer(2), "a row without its cell"));
            });
            columns.forEach(into);
        }
    }

    /** The windows of a range, series by series: of each the smallest, the largest, the sum and the count. */
    private static final class Columns {
        private static final int STATISTICS = 4;

        private final String host;
        private final TierRange range;
        private final int size;
        private final TreeMap<String, double[]> series = new TreeMap<>();
        private String name = "";
        private double[] values = {};

        Columns(String host, TierRange range) {
            this.host = host;
            this.range = range;
            this.size = Math.toIntExact(
                    (range.stop() - range.start()) / range.tier().step());
        }

        void add(String of, long time, ByteBuffer cell) {
            if (!range.contains(time)) {
                return;
            }
            if (!of.equals(name) || values.length == 0) {
                name = of;
                values = series.computeIfAbsent(of, s -> new double[STATISTICS * size]);
            }
            int at = STATISTICS * (int) ((time - range.start()) / range.tier().step());
            values[at] = WindowCell.min(cell);
            values[at + 1] = WindowCell.max(cell);
            values[at + 2] = WindowCell.sum(cell);
            values[at + 3] = WindowCell.count(cell);
        }

        void forEach(Consumer<HostWindow> into) {
            SeriesList last = SeriesList.of(List.of());
            for (int window = 0; window < size; window++) {
                int at = STATISTICS * window;
                var names = new ArrayList<String>();
                var found = new ArrayList<double[]>();
                series.forEach((each, of) -> {
                    if (of[at + 3] > 0) {
                        names.add(each);
                        found.add(of);
                    }
                });
                if (!names.isEmpty()) {
                    if (!last.names().equals(names)) {
                        last = SeriesList.of(names);
                    }
                    into.accept(new HostWindow(
                            host,
                            range.start() + window * range.tier().step(),
                            last,
                            column(found, at),
                            column(found, at + 1),
                            column(found, at + 2),
                            found.stream().mapToLong(of -> (long) of[at + 3]).toArray()));
                }
            }
        }

        private static double[] column(List<double[]> found, int at) {
            return found.stream().mapToDouble(of -> of[at]).toArray();
        }
    }
}
