package dev.statusmonitor.history.store.questdb;

import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.contract.SeriesList;
import dev.statusmonitor.history.store.Deadline;
import dev.statusmonitor.history.store.SampleCount;
import dev.statusmonitor.history.store.SampleReader;
import dev.statusmonitor.history.store.SeriesBuckets;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.TierRange;
import io.questdb.std.BinarySequence;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one host's rows by the index over hosts, from the start of the range on, and leaves out repeated samples. */
final class QuestDbSampleReader implements SampleReader {
    private static final Logger log = LoggerFactory.getLogger(QuestDbSampleReader.class);
    private static final int CHECK_EVERY_ROWS = 1024;

    private final QuestDb questDb;
    private final SeriesListTable lists;
    private final Clock clock;
    private final Duration retention;

    QuestDbSampleReader(QuestDb questDb, SeriesListTable lists, Clock clock, Duration retention) {
        this.questDb = questDb;
        this.lists = lists;
        this.clock = clock;
        this.retention = retention;
    }

    @Override
    public void read(String host, TierRange range, SeriesBuckets into, Deadline deadline) {
        if (range.tier() != Tier.RAW) {
            return;
        }
        var current = new Object() {
            @Nullable SeriesList list;

            long id;
            SeriesBuckets.@Nullable Columns columns;
            double[] values = {};
        };
        scan(host, range.start(), range.stop(), deadline, (timestamp, names, packed) -> {
            if (current.list == null || current.id != names) {
                current.list = list(names);
                current.id = names;
                current.columns = current.list == null ? null : into.columns(current.list);
                current.values = current.columns == null ? current.values : new double[current.columns.slots().length];
            }
            int bucket = into.bucket(timestamp);
            if (current.list != null && current.columns != null && bucket >= 0) {
                int[] slots = current.columns.slots();
                if (slots.length > 0) {
                    PackedValues.read(packed, current.list.size(), current.columns.positions(), current.values);
                    for (int i = 0; i < slots.length; i++) {
                        into.add(slots[i], bucket, current.values[i]);
                    }
                }
            }
        });
    }

    @Override
    public Optional<Sample> newest(String host, Deadline deadline) {
        // Whoever sends has a sample in the last minutes; a host that has been silent is worth a longer look.
        Sample recent = newestSince(host, clock.millis() - Duration.ofMinutes(2).toMillis(), deadline);
        return recent != null
                ? Optional.of(recent)
                : Optional.ofNullable(newestSince(host, clock.millis() - retention.toMillis(), deadline));
    }

    private @Nullable Sample newestSince(String host, long start, Deadline deadline) {
        var newest = new Object() {
            @Nullable Sample sample;
        };
        scan(host, start, Long.MAX_VALUE, deadline, (timestamp, names, packed) -> {
            if (newest.sample == null || timestamp > newest.sample.timestamp()) {
                SeriesList list = list(names);
                if (list != null) {
                    var values = new double[list.size()];
                    PackedValues.read(
                            packed, list.size(), IntStream.range(0, list.size()).toArray(), values);
                    newest.sample = new Sample(Sample.SCHEMA, timestamp, list, values);
                }
            }
        });
        return newest.sample;
    }

    @Override
    public SampleCount count(String host, long start, long stop, Deadline deadline) {
        var found = new Object() {
            long count;
            long first = Long.MAX_VALUE;
            long last = Long.MIN_VALUE;
        };
        scan(host, start, stop, deadline, (timestamp, names, packed) -> {
            found.count++;
            found.first = Math.min(found.first, timestamp);
            found.last = Math.max(found.last, timestamp);
        });
        return found.count == 0 ? SampleCount.NONE : new SampleCount(found.count, found.first, found.last);
    }

    private interface SampleVisitor {
        void visit(long timestamp, long names, BinarySequence packed);
    }

    /** Gives each sample of a range once, about in the order of time. */
    private void scan(String host, long start, long stop, Deadline deadline, SampleVisitor visitor) {
        var seen = new SeenTimes();
        var rows = new int[1];
        deadline.check();
        questDb.forEachRow(
                "SELECT timestamp, names, \"values\" FROM " + SampleTable.NAME
                        + " WHERE host = :host AND stored >= :from",
                bind -> {
                    bind.setStr("host", host);
                    bind.setTimestamp("from", Math.max(0, start) * 1000);
                },
                row -> {
                    if (++rows[0] % CHECK_EVERY_ROWS == 0) {
                        deadline.check();
                    }
                    long timestamp = row.getLong(0);
                    if (timestamp >= start && timestamp < stop && seen.add(timestamp)) {
                        visitor.visit(timestamp, row.getLong(1), row.getBin(2));
                    }
                });
    }

    private @Nullable SeriesList list(long id) {
        SeriesList list = lists.list(id);
        if (list == null) {
            log.atWarn().addKeyValue("list", id).log("samples whose names are lost are left out");
        }
        return list;
    }
}
