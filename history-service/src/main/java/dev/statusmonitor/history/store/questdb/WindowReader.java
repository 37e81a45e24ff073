package dev.statusmonitor.history.store.questdb;

import dev.statusmonitor.contract.SeriesList;
import dev.statusmonitor.history.store.Deadline;
import dev.statusmonitor.history.store.SeriesBuckets;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.TierRange;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one host's windows, each as it was made last. */
final class WindowReader {
    private static final Logger log = LoggerFactory.getLogger(WindowReader.class);

    private final WindowTable minutes;
    private final WindowTable hours;
    private final SeriesListTable lists;

    WindowReader(WindowTable minutes, WindowTable hours, SeriesListTable lists) {
        this.minutes = minutes;
        this.hours = hours;
        this.lists = lists;
    }

    private WindowTable table(Tier tier) {
        return tier == Tier.MINUTE ? minutes : hours;
    }

    /** Adds the windows of a range. */
    void read(String host, TierRange range, SeriesBuckets into, Deadline deadline) {
        var seen = new SeenWindows(range);
        var rows = new Object() {
            @Nullable SeriesList list;

            long id;
            int[] positions = {};
            int[] slots = {};
            double[] values = {};
        };
        try (var codec = new ColumnCodec()) {
            table(range.tier())
                    .forEach(
                            host,
                            range.start(),
                            range.stop(),
                            (start, names, packed) -> {
                                if (!seen.add(start)) {
                                    return;
                                }
                                if (rows.list == null || rows.id != names) {
                                    rows.list = list(names);
                                    rows.id = names;
                                    if (rows.list != null) {
                                        var columns = into.columns(rows.list);
                                        rows.slots = columns.slots();
                                        rows.positions = four(columns.positions());
                                        rows.values = new double[rows.positions.length];
                                    }
                                }
                                int bucket = into.grid().bucket(start);
                                if (rows.list != null && bucket >= 0 && rows.slots.length > 0) {
                                    double[] of = rows.values;
                                    PackedValues.read(
                                            packed, WindowTable.COLUMNS * rows.list.size(), rows.positions, of);
                                    for (int i = 0; i < rows.slots.length; i++) {
                                        int at = WindowTable.COLUMNS * i;
                                        into.add(rows.slots[i], bucket, of[at], of[at + 1], of[at + 2], (int)
                                                of[at + 3]);
                                    }
                                }
                            },
                            block -> {
                                deadline.check();
                                ColumnBlock.read(block, codec, segment -> add(segment, range, seen, into));
                            });
        }
    }

    private static void add(ColumnBlock.Segment segment, TierRange range, SeenWindows seen, SeriesBuckets into) {
        var columns = into.columns(segment.series());
        long[] times = segment.times();
        var buckets = new int[times.length];
        for (int i = 0; i < times.length; i++) {
            buckets[i] =
                    range.contains(times[i]) && seen.add(times[i]) ? into.grid().bucket(times[i]) : -1;
        }
        int[] slots = columns.slots();
        for (int column = 0; column < slots.length; column++) {
            int at = WindowTable.COLUMNS * columns.positions()[column];
            double[] mins = segment.values(at);
            double[] maxs = segment.values(at + 1);
            double[] sums = segment.values(at + 2);
            double[] counts = segment.values(at + 3);
            for (int i = 0; i < times.length; i++) {
                if (buckets[i] >= 0) {
                    into.add(slots[column], buckets[i], mins[i], maxs[i], sums[i], (int) counts[i]);
                }
            }
        }
    }

    /** Takes whole windows; the values as {@link WindowTable#values} has them. */
    interface WholeWindows {
        void window(long start, SeriesList list, double[] values);
    }

    /** Gives each window of a range with all its values, the newest made first. */
    void forEachWindow(String host, TierRange range, WholeWindows windows) {
        var seen = new SeenWindows(range);
        try (var codec = new ColumnCodec()) {
            table(range.tier())
                    .forEach(
                            host,
                            range.start(),
                            range.stop(),
                            (start, names, packed) -> {
                                SeriesList list = list(names);
                                if (list != null && seen.add(start)) {
                                    windows.window(start, list, WindowTable.unpack(packed, list));
                                }
                            },
                            block -> ColumnBlock.read(block, codec, segment -> whole(segment, range, seen, windows)));
        }
    }

    private static void whole(ColumnBlock.Segment segment, TierRange range, SeenWindows seen, WholeWindows windows) {
        long[] times = segment.times();
        SeriesList list = segment.series();
        var columns = new double[WindowTable.COLUMNS * list.size()][];
        for (int row = 0; row < times.length; row++) {
            if (range.contains(times[row]) && seen.add(times[row])) {
                var values = new double[columns.length];
                for (int column = 0; column < columns.length; column++) {
                    double[] of = columns[column];
                    if (of == null) {
                        of = segment.values(column);
                        columns[column] = of;
                    }
                    values[column] = of[row];
                }
                windows.window(times[row], list, values);
            }
        }
    }

    private @Nullable SeriesList list(long id) {
        SeriesList list = lists.list(id);
        if (list == null) {
            log.atWarn().addKeyValue("list", id).log("windows whose names are lost are left out");
        }
        return list;
    }

    private static int[] four(int[] positions) {
        var columns = new int[WindowTable.COLUMNS * positions.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = WindowTable.COLUMNS * positions[i / WindowTable.COLUMNS] + i % WindowTable.COLUMNS;
        }
        return columns;
    }

    /** Which windows of a range were there already. */
    private static final class SeenWindows {
        private final TierRange range;
        private final BitSet seen = new BitSet();

        SeenWindows(TierRange range) {
            this.range = range;
        }

        boolean add(long start) {
            int index = (int) ((start - range.start()) / range.tier().step());
            boolean before = seen.get(index);
            seen.set(index);
            return !before;
        }
    }
}
