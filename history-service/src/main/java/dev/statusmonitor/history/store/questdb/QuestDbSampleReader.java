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

/**
 * Reads one host's rows by the index over hosts, from the start of the range on, and its blocks; leaves out repeated
 * samples and windows that were made anew.
 */
final class QuestDbSampleReader implements SampleReader {
    private static final Logger log = LoggerFactory.getLogger(QuestDbSampleReader.class);
    private static final int CHECK_EVERY_ROWS = 1024;
    private static final Duration RECENT = Duration.ofMinutes(2);

    private final QuestDb questDb;
    private final SeriesListTable lists;
    private final BlockTable blocks;
    private final Clock clock;
    private final Duration retention;
    private final WindowReader windows;

    QuestDbSampleReader(QuestDb questDb, SeriesListTable lists, WindowReader windows, Clock clock, Duration retention) {
        this.questDb = questDb;
        this.lists = lists;
        this.blocks = SampleTable.blocks(questDb);
        this.windows = windows;
        this.clock = clock;
        this.retention = retention;
    }

    @Override
    public void read(String host, TierRange range, SeriesBuckets into, Deadline deadline) {
        deadline.check();
        if (range.tier() == Tier.RAW) {
            scan(host, range.start(), range.stop(), deadline, new IntoBuckets(into, range));
        } else {
            windows.read(host, range, into, deadline);
        }
    }

    /** Pours values of samples into buckets, and reads no others. */
    private final class IntoBuckets implements SampleVisitor {
        private final SeriesBuckets into;
        private final TierRange range;
        private @Nullable SeriesList list;
        private long id;
        private int[] positions = {};
        private int[] slots = {};
        private double[] values = {};

        IntoBuckets(SeriesBuckets into, TierRange range) {
            this.into = into;
            this.range = range;
        }

        @Override
        public void row(long timestamp, long names, BinarySequence packed) {
            if (list == null || id != names) {
                list = list(names);
                id = names;
                columns(list);
            }
            int bucket = into.bucket(timestamp);
            if (list != null && bucket >= 0 && slots.length > 0) {
                PackedValues.read(packed, list.size(), positions, values);
                for (int i = 0; i < slots.length; i++) {
                    into.add(slots[i], bucket, values[i]);
                }
            }
        }

        @Override
        public void segment(ColumnBlock.Segment segment, SeenTimes seen) {
            list = segment.series();
            columns(list);
            long[] times = segment.times();
            var buckets = new int[times.length];
            for (int i = 0; i < times.length; i++) {
                buckets[i] = range.contains(times[i]) && seen.add(times[i]) ? into.bucket(times[i]) : -1;
            }
            for (int column = 0; column < slots.length; column++) {
                double[] of = segment.values(positions[column]);
                for (int i = 0; i < of.length; i++) {
                    if (buckets[i] >= 0) {
                        into.add(slots[column], buckets[i], of[i]);
                    }
                }
            }
            list = null;
        }

        private void columns(@Nullable SeriesList names) {
            if (names != null) {
                var columns = into.columns(names);
                positions = columns.positions();
                slots = columns.slots();
                values = new double[slots.length];
            }
        }
    }

    @Override
    public Optional<Sample> newest(String host, Deadline deadline) {
        deadline.check();
        // Whoever sends has a sample in the last minutes; a host that has been silent is worth a longer look.
        Sample recent = newestSince(host, clock.millis() - RECENT.toMillis(), deadline);
        return recent != null
                ? Optional.of(recent)
                : Optional.ofNullable(newestSince(host, clock.millis() - retention.toMillis(), deadline));
    }

    private @Nullable Sample newestSince(String host, long start, Deadline deadline) {
        var newest = new SampleVisitor() {
            @Nullable Sample sample;

            @Override
            public void row(long timestamp, long names, BinarySequence packed) {
                if (sample == null || timestamp > sample.timestamp()) {
                    SeriesList list = list(names);
                    if (list != null) {
                        sample = new Sample(Sample.SCHEMA, timestamp, list, unpack(packed, list));
                    }
                }
            }

            @Override
            public void segment(ColumnBlock.Segment segment, SeenTimes seen) {
                long[] times = segment.times();
                int last = times.length - 1;
                if (last >= 0 && (sample == null || times[last] > sample.timestamp())) {
                    SeriesList list = segment.series();
                    var values = new double[list.size()];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = segment.values(i)[last];
                    }
                    sample = new Sample(Sample.SCHEMA, times[last], list, values);
                }
            }
        };
        scan(host, start, Long.MAX_VALUE, deadline, newest);
        return newest.sample;
    }

    @Override
    public SampleCount count(String host, long start, long stop, Deadline deadline) {
        deadline.check();
        var found = new SampleVisitor() {
            long count;
            long first = Long.MAX_VALUE;
            long last = Long.MIN_VALUE;

            @Override
            public void row(long timestamp, long names, BinarySequence packed) {
                count(timestamp);
            }

            @Override
            public void segment(ColumnBlock.Segment segment, SeenTimes seen) {
                for (long time : segment.times()) {
                    if (time >= start && time < stop && time >= oldest() && seen.add(time)) {
                        count(time);
                    }
                }
            }

            private void count(long timestamp) {
                count++;
                first = Math.min(first, timestamp);
                last = Math.max(last, timestamp);
            }
        };
        scan(host, start, stop, deadline, found);
        return found.count == 0 ? SampleCount.NONE : new SampleCount(found.count, found.first, found.last);
    }

    /** Takes whole samples. */
    interface WholeSamples {
        void sample(long timestamp, SeriesList list, double[] values);
    }

    /** Gives every sample of a range once, with all its values. */
    void forEachSample(String host, long start, long stop, WholeSamples samples) {
        scan(host, start, stop, new Deadline(System.nanoTime() + Long.MAX_VALUE / 2), new SampleVisitor() {
            @Override
            public void row(long timestamp, long names, BinarySequence packed) {
                SeriesList list = list(names);
                if (list != null) {
                    samples.sample(timestamp, list, unpack(packed, list));
                }
            }

            @Override
            public void segment(ColumnBlock.Segment segment, SeenTimes seen) {
                SeriesList list = segment.series();
                long[] times = segment.times();
                var columns = new double[list.size()][];
                for (int column = 0; column < columns.length; column++) {
                    columns[column] = segment.values(column);
                }
                for (int row = 0; row < times.length; row++) {
                    if (times[row] >= start && times[row] < stop && seen.add(times[row])) {
                        var values = new double[columns.length];
                        for (int column = 0; column < columns.length; column++) {
                            values[column] = columns[column][row];
                        }
                        samples.sample(times[row], list, values);
                    }
                }
            }
        });
    }

    private interface SampleVisitor {
        /** A sample of the range, each once. */
        void row(long timestamp, long names, BinarySequence packed);

        /** Samples of which some lie in the range; the visitor sees to it that each counts once. */
        void segment(ColumnBlock.Segment segment, SeenTimes seen);
    }

    private long oldest() {
        return clock.millis() - retention.toMillis();
    }

    /** Gives each sample of a range, about in the order of time. */
    private void scan(String host, long start, long stop, Deadline deadline, SampleVisitor visitor) {
        var seen = new SeenTimes();
        var rows = new int[1];
        long from = Math.max(start, oldest());
        questDb.forEachRow(
                "SELECT timestamp, names, \"values\" FROM " + SampleTable.NAME
                        + " WHERE host = :host AND stored >= :from",
                bind -> {
                    bind.setStr("host", host);
                    bind.setTimestamp("from", Math.max(0, from) * 1000);
                },
                // Rows that become a block meanwhile are read as rows, since it is settled that they will be.
                () -> blocks(host, from, stop, deadline, visitor, seen),
                row -> {
                    if (++rows[0] % CHECK_EVERY_ROWS == 0) {
                        deadline.check();
                    }
                    long timestamp = row.getLong(0);
                    if (timestamp >= from && timestamp < stop && seen.add(timestamp)) {
                        visitor.row(timestamp, row.getLong(1), row.getBin(2));
                    }
                });
    }

    private void blocks(String host, long start, long stop, Deadline deadline, SampleVisitor visitor, SeenTimes seen) {
        try (var codec = new ColumnCodec()) {
            blocks.forEach(host, start, stop, false, block -> {
                deadline.check();
                ColumnBlock.read(block, codec, segment -> visitor.segment(segment, seen));
            });
        }
    }

    private static double[] unpack(BinarySequence packed, SeriesList list) {
        var values = new double[list.size()];
        PackedValues.read(
                packed, values.length, IntStream.range(0, values.length).toArray(), values);
        return values;
    }

    private @Nullable SeriesList list(long id) {
        SeriesList list = lists.list(id);
        if (list == null) {
            log.atWarn().addKeyValue("list", id).log("samples whose names are lost are left out");
        }
        return list;
    }
}
