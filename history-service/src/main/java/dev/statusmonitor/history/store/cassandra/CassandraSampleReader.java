package dev.statusmonitor.history.store.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.contract.SeriesList;
import dev.statusmonitor.history.store.Deadline;
import dev.statusmonitor.history.store.SampleCount;
import dev.statusmonitor.history.store.SampleReader;
import dev.statusmonitor.history.store.SeriesBuckets;
import dev.statusmonitor.history.store.TierRange;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks each bucket of a range, several at once. */
final class CassandraSampleReader implements SampleReader {
    private static final Logger log = LoggerFactory.getLogger(CassandraSampleReader.class);
    /** Samples are some hundred bytes each, and up to eight thousand. */
    private static final int SAMPLES_PAGE = 1_000;

    private final Cluster cluster;
    private final SeriesListTable lists;
    private final Clock clock;

    CassandraSampleReader(Cluster cluster, SeriesListTable lists, Clock clock) {
        this.cluster = cluster;
        this.lists = lists;
        this.clock = clock;
    }

    @Override
    public void read(String host, TierRange range, SeriesBuckets into, Deadline deadline) {
        deadline.check();
        TierTable table = TierTable.of(range.tier());
        long now = clock.millis();
        long start = Math.max(Math.max(range.start(), into.grid().start()), table.oldest(now));
        long stop = Math.min(Math.min(range.stop(), into.grid().stop()), table.newest(now));
        if (start >= stop) {
            return;
        }
        if (table == TierTable.SAMPLES) {
            var columns = new Object() {
                @Nullable SeriesList list;

                SeriesBuckets.@Nullable Columns of;
            };
            forEachSample(host, start, stop, deadline, (time, list, values) -> {
                SeriesBuckets.Columns of = columns.of;
                SeriesList known = columns.list;
                if (of == null || known == null || !list.equals(known)) {
                    of = into.columns(list);
                    columns.list = list;
                    columns.of = of;
                }
                int bucket = into.bucket(time);
                if (bucket >= 0) {
                    for (int i = 0; i < of.slots().length; i++) {
                        into.add(of.slots()[i], bucket, values[of.positions()[i]]);
                    }
                }
            });
        } else {
            windows(host, table, start, stop, into, deadline);
        }
    }

    /** Takes a sample: its names, and its values in the same order. */
    interface SampleVisitor {
        void visit(long time, SeriesList list, double[] values);
    }

    /** Takes samples out of rows, whose values stand in one of two columns. */
    private final class SampleRows {
        private final Deadline deadline;
        /** Rows of before the values were packed are there for as long as samples are kept. */
        private final boolean packs = cluster.version() >= Schema.PACKS;

        private long lastId;
        private @Nullable SeriesList last;

        SampleRows(Deadline deadline) {
            this.deadline = deadline;
        }

        /** @param which which of a partition's rows, and in which order */
        PreparedStatement select(String which) {
            return cluster.prepare("SELECT time, sample" + (packs ? ", packed" : "")
                    + " FROM %ssamples WHERE host = ? AND bucket = ?" + which);
        }

        void give(Row row, SampleVisitor visitor) {
            ByteBuffer packed = packs ? row.getByteBuffer(2) : null;
            ByteBuffer cell = packed == null ? row.getByteBuffer(1) : packed;
            if (cell == null) {
                throw Failures.changedMeanwhile();
            }
            long id = SampleCell.list(cell);
            SeriesList list = list(id);
            double[] values = null;
            if (list != null) {
                values = packed == null
                        ? SampleCell.plainValues(cell, list.size())
                        : SampleCell.values(cell, list.size());
            }
            if (list == null || values == null) {
                log.atWarn().addKeyValue("list", id).log("samples whose names are lost are left out");
            } else {
                visitor.visit(time(row, 0), list, values);
            }
        }

        private @Nullable SeriesList list(long id) {
            if (last == null || lastId != id) {
                last = lists.list(id, deadline);
                lastId = id;
            }
            return last;
        }
    }

    /** Gives a host's samples of a range in the order of time. */
    void forEachSample(String host, long start, long stop, Deadline deadline, SampleVisitor visitor) {
        TierTable table = TierTable.SAMPLES;
        var rows = new SampleRows(deadline);
        PreparedStatement select = rows.select(" AND time >= ? AND time < ?");
        var questions = new ArrayList<BoundStatement>();
        for (int bucket = table.bucket(start); bucket <= table.bucket(stop - 1); bucket++) {
            questions.add(select.bind(host, bucket, Instant.ofEpochMilli(start), Instant.ofEpochMilli(stop))
                    .setPageSize(SAMPLES_PAGE));
        }
        Pages.forEach(cluster, questions, deadline, row -> rows.give(row, visitor));
    }

    private void windows(String host, TierTable table, long start, long stop, SeriesBuckets into, Deadline deadline) {
        String from = "SELECT series, time, statistics FROM %s" + table.table() + " WHERE host = ? AND bucket = ?";
        PreparedStatement one = cluster.prepare(from + " AND series = ? AND time >= ? AND time < ?");
        // Every series of a metric, whatever its attributes.
        PreparedStatement all = cluster.prepare(from + " AND series >= ? AND series < ?");
        Instant first = Instant.ofEpochMilli(start);
        Instant last = Instant.ofEpochMilli(stop);
        var questions = new ArrayList<BoundStatement>();
        for (int bucket = table.bucket(start); bucket <= table.bucket(stop - 1); bucket++) {
            for (String series : into.wanted().series()) {
                questions.add(one.bind(host, bucket, series, first, last));
            }
            for (String metric : into.wanted().metrics()) {
                questions.add(one.bind(host, bucket, metric, first, last));
                // '|' is the character after '{'.
                questions.add(all.bind(host, bucket, metric + '{', metric + '|'));
            }
        }
        var slot = new Object() {
            String series = "";
            int number = -1;
        };
        Pages.forEach(cluster, questions, deadline, row -> {
            long time = time(row, 1);
            if (time >= start && time < stop) {
                String series = String.valueOf(row.getString(0));
                if (!series.equals(slot.series)) {
                    slot.series = series;
                    slot.number = into.slot(series);
                }
                int bucket = into.grid().bucket(time);
                if (slot.number >= 0 && bucket >= 0) {
                    ByteBuffer cell = cell(row, 2);
                    into.add(
                            slot.number, bucket, WindowCell.min(cell), WindowCell.max(cell), WindowCell.sum(cell), (int)
                                    WindowCell.count(cell));
                }
            }
        });
    }

    @Override
    public Optional<Sample> newest(String host, Deadline deadline) {
        deadline.check();
        TierTable table = TierTable.SAMPLES;
        long now = clock.millis();
        int last = table.bucket(now) - 1;
        // Nearly always it is in one of the first.
        return newest(host, table.bucket(table.newest(now)), last, deadline)
                .or(() -> newest(host, last - 1, table.bucket(table.oldest(now)), deadline));
    }

    private Optional<Sample> newest(String host, int from, int downTo, Deadline deadline) {
        var rows = new SampleRows(deadline);
        PreparedStatement select = rows.select(" ORDER BY time DESC LIMIT 1");
        var questions = new ArrayList<BoundStatement>();
        for (int bucket = from; bucket >= downTo; bucket--) {
            questions.add(select.bind(host, bucket));
        }
        var found = new ArrayList<Sample>();
        Pages.forEach(cluster, questions, deadline, row -> {
            if (found.isEmpty()) {
                rows.give(row, (time, list, values) -> found.add(new Sample(Sample.SCHEMA, time, list, values)));
            }
        });
        return found.stream().findFirst();
    }

    @Override
    public SampleCount count(String host, long start, long stop, Deadline deadline) {
        deadline.check();
        TierTable table = TierTable.SAMPLES;
        long now = clock.millis();
        long from = Math.max(start, table.oldest(now));
        long until = Math.min(stop, table.newest(now));
        if (from >= until) {
            return SampleCount.NONE;
        }
        PreparedStatement select = cluster.prepare("SELECT count(time), min(time), max(time) FROM %ssamples"
                + " WHERE host = ? AND bucket = ? AND time >= ? AND time < ?");
        var questions = new ArrayList<BoundStatement>();
        for (int bucket = table.bucket(from); bucket <= table.bucket(until - 1); bucket++) {
            questions.add(select.bind(host, bucket, Instant.ofEpochMilli(from), Instant.ofEpochMilli(until)));
        }
        var total = new Object() {
            long count;
            long first = Long.MAX_VALUE;
            long last = Long.MIN_VALUE;
        };
        Pages.forEach(cluster, questions, deadline, row -> {
            if (row.getLong(0) > 0) {
                total.count += row.getLong(0);
                total.first = Math.min(total.first, time(row, 1));
                total.last = Math.max(total.last, time(row, 2));
            }
        });
        return total.count == 0 ? SampleCount.NONE : new SampleCount(total.count, total.first, total.last);
    }

    private static long time(Row row, int column) {
        return Objects.requireNonNull(row.getInstant(column), "a row without a time")
                .toEpochMilli();
    }

    private static ByteBuffer cell(Row row, int column) {
        return Objects.requireNonNull(row.getByteBuffer(column), "a row without its cell");
    }
}
