package dev.statusmonitor.history.store.questdb;

import dev.statusmonitor.contract.SeriesList;
import dev.statusmonitor.history.store.HostWindow;
import dev.statusmonitor.history.store.RollUp;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.TierRange;
import dev.statusmonitor.history.store.WindowSums;
import io.questdb.std.BinarySequence;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes minutes out of samples and hours out of minutes.
 *
 * <p>Samples stand in the order of their arrival, so what arrived since the last time tells all there is to do: a
 * minute that has ended is made for all hosts in one pass over the rows, and a row whose minute was made already names
 * the host and the minute that have to be made again. What is written is the same however often it is done, and how
 * far it has come is noted only afterwards: a process that dies loses nothing of it.
 */
final class QuestDbRollUp implements RollUp {
    private static final Logger log = LoggerFactory.getLogger(QuestDbRollUp.class);

    /** How long after its end a minute is made; most of what comes later than that was held up for long. */
    private static final long SETTLE = Duration.ofSeconds(5).toMillis();

    private static final long MINUTE = Tier.MINUTE.step();
    private static final long HOUR = Tier.HOUR.step();
    /** After a pause, this many minutes are made in one pass at most. */
    private static final int MINUTES_AT_ONCE = 10;
    /** Windows in memory at a time; each takes some kilobytes. */
    private static final int WINDOWS_AT_ONCE = 20_000;
    /** From this many hosts on it is cheaper to pass over all rows than to ask for each host's. */
    private static final int MANY_HOSTS = 100;
    /** Late minutes of one host that are no further apart are read together. */
    private static final long GAP = Duration.ofMinutes(10).toMillis();

    private static final int WRITE_AT_ONCE = 5_000;

    private final QuestDb questDb;
    private final SeriesListTable lists;
    private final WindowTable minutes;
    private final SeriesListTable windowLists;
    private final QuestDbSampleReader samples;
    private final WindowReader windows;
    private final QuestDbWindowWriter writer;
    private final Predicate<String> removed;
    private final Clock clock;
    private final Duration retention;
    private final Path file;
    private volatile RollUpProgress progress;

    /**
     * @param removed hosts of which nothing is to be made any more
     * @param retention for how long samples are kept; what is older is not whole
     * @param file where it is noted how far this has come
     */
    QuestDbRollUp(
            QuestDb questDb,
            SeriesListTable lists,
            WindowTable minutes,
            SeriesListTable windowLists,
            QuestDbSampleReader samples,
            WindowReader windows,
            QuestDbWindowWriter writer,
            Predicate<String> removed,
            Clock clock,
            Duration retention,
            Path file) {
        this.questDb = questDb;
        this.lists = lists;
        this.minutes = minutes;
        this.windowLists = windowLists;
        this.samples = samples;
        this.windows = windows;
        this.writer = writer;
        this.removed = removed;
        this.clock = clock;
        this.retention = retention;
        this.file = file;
        this.progress = RollUpProgress.read(file).orElseGet(this::beginning);
    }

    /** All that is there, where nobody knows of any progress. */
    private RollUpProgress beginning() {
        var first = new long[] {clock.millis()};
        questDb.forEachRow(
                "SELECT stored FROM " + SampleTable.NAME + " LIMIT 1",
                bind -> {},
                row -> first[0] = Math.min(first[0], row.getTimestamp(0) / 1000));
        long minute = Tier.MINUTE.window(first[0]);
        return new RollUpProgress(0, minute, Tier.HOUR.window(minute));
    }

    RollUpProgress progress() {
        return progress;
    }

    @Override
    public long until(Tier tier) {
        return switch (tier) {
            case RAW -> Long.MAX_VALUE;
            case MINUTE -> progress.minutes();
            case HOUR -> progress.hours();
        };
    }

    @Override
    public void late(String host, Set<Long> minutes) {
        // The rows say so themselves.
    }

    @Override
    public void handedOver() {
        // The rows are what counts.
    }

    @Override
    public void run() {
        long due = Tier.MINUTE.window(clock.millis() - SETTLE);
        do {
            long from = progress.minutes();
            long until = Math.max(from, Math.min(due, from + MINUTE * minutesAtOnce()));
            boolean last = until >= due;
            pass(from, until, last ? Long.MAX_VALUE : until + MINUTE);
        } while (progress.minutes() < due);
    }

    private long minutesAtOnce() {
        return Math.max(1, Math.min(MINUTES_AT_ONCE, WINDOWS_AT_ONCE / (1L + hostCount)));
    }

    private int hostCount;

    /**
     * Makes the minutes of a range, those that came late, and the hours of both.
     *
     * @param storedBefore rows stored later than that are left to the next pass
     */
    private void pass(long from, long until, long storedBefore) {
        var ended = new Minutes();
        var late = new TreeMap<String, NavigableSet<Long>>();
        long whole = Tier.MINUTE.window(clock.millis() - retention.toMillis()) + MINUTE;
        long seen = scan(until > from ? Math.min(progress.seen(), from) : progress.seen(), storedBefore, row -> {
            long minute = Tier.MINUTE.window(row.timestamp());
            if (minute < from) {
                if (row.stored() >= progress.seen() && minute >= whole) {
                    late.computeIfAbsent(row.host(), h -> new TreeSet<>()).add(minute);
                }
            } else if (minute < until) {
                ended.add(row, minute);
            }
        });
        hostCount = Math.max(hostCount, ended.hosts());
        write(Tier.MINUTE, ended.windows());
        makeLateMinutes(late, from);
        makeHours(until, late);
        var next = new RollUpProgress(
                Math.max(progress.seen(), storedBefore == Long.MAX_VALUE ? seen : storedBefore),
                Math.max(progress.minutes(), until),
                Math.max(progress.hours(), Tier.HOUR.window(until)));
        if (!next.equals(progress)) {
            next.write(file);
            progress = next;
        }
    }

    private void makeLateMinutes(Map<String, NavigableSet<Long>> late, long from) {
        int count = late.values().stream().mapToInt(Set::size).sum();
        long oldest =
                late.values().stream().mapToLong(NavigableSet::first).min().orElse(from);
        if (late.size() >= MANY_HOSTS && count <= WINDOWS_AT_ONCE && oldest > clock.millis() - HOUR) {
            var again = new Minutes();
            scan(oldest, Long.MAX_VALUE, row -> {
                long minute = Tier.MINUTE.window(row.timestamp());
                Set<Long> of = late.get(row.host());
                if (of != null && of.contains(minute)) {
                    again.add(row, minute);
                }
            });
            write(Tier.MINUTE, again.windows());
        } else {
            late.forEach(this::makeLateMinutes);
        }
        if (count > 0) {
            log.atDebug()
                    .addKeyValue("hosts", late.size())
                    .addKeyValue("minutes", count)
                    .log("minutes are made again");
        }
    }

    private void makeLateMinutes(String host, NavigableSet<Long> late) {
        var run = new ArrayList<Long>();
        for (Long minute : late) {
            if (!run.isEmpty() && minute - run.getLast() > GAP) {
                makeMinutes(host, run);
                run.clear();
            }
            run.add(minute);
        }
        makeMinutes(host, run);
    }

    private void makeMinutes(String host, List<Long> starts) {
        var sums = new TreeMap<Long, WindowSums>();
        starts.forEach(start -> sums.put(start, new WindowSums()));
        samples.forEachSample(host, starts.getFirst(), starts.getLast() + MINUTE, (timestamp, list, values) -> {
            WindowSums of = sums.get(Tier.MINUTE.window(timestamp));
            if (of != null) {
                of.addSample(list, values);
            }
        });
        write(Tier.MINUTE, windowsOf(host, sums));
    }

    /** Makes the hours that have ended, for all hosts, and those before them that a late minute belongs to. */
    private void makeHours(long minutesUntil, Map<String, NavigableSet<Long>> late) {
        for (long hour = progress.hours(); hour + HOUR <= minutesUntil; hour += HOUR) {
            makeHour(hour);
        }
        late.forEach((host, minutes) -> {
            var hours = new TreeMap<Long, WindowSums>();
            for (long minute : minutes) {
                long hour = Tier.HOUR.window(minute);
                if (hour < progress.hours()) {
                    hours.computeIfAbsent(hour, h -> new WindowSums());
                }
            }
            hours.forEach((hour, sums) -> windows.forEachWindow(
                    host,
                    new TierRange(Tier.MINUTE, hour, hour + HOUR),
                    (start, list, values) -> sums.addWindow(list, values)));
            write(Tier.HOUR, windowsOf(host, hours));
        });
    }

    private void makeHour(long hour) {
        var hosts = new HashMap<Integer, Hour>();
        // The newest first: of a minute that was made again, what was made last counts.
        questDb.forEachRow(
                "SELECT start, host, names, \"values\" FROM " + minutes.name()
                        + " WHERE stored >= :from ORDER BY stored DESC",
                bind -> bind.setTimestamp("from", hour * 1000),
                row -> {
                    long start = row.getLong(0);
                    BinarySequence packed = row.getBin(3);
                    if (start < hour || start >= hour + HOUR || packed == null) {
                        return;
                    }
                    Hour of = hosts.computeIfAbsent(row.getInt(1), key -> new Hour(String.valueOf(row.getSymA(1))));
                    long bit = 1L << ((start - hour) / MINUTE);
                    SeriesList list = windowLists.list(row.getLong(2));
                    if ((of.seen & bit) == 0 && list != null) {
                        of.seen |= bit;
                        of.sums.addWindow(list, WindowTable.unpack(packed, list));
                    }
                });
        var made = new ArrayList<HostWindow>();
        hosts.values().forEach(of -> addTo(made, of.sums.window(of.host, hour)));
        write(Tier.HOUR, made);
    }

    private static final class Hour {
        final String host;
        final WindowSums sums = new WindowSums();
        long seen;

        Hour(String host) {
            this.host = host;
        }
    }

    private static List<HostWindow> windowsOf(String host, Map<Long, WindowSums> sums) {
        var made = new ArrayList<HostWindow>();
        sums.forEach((start, of) -> addTo(made, of.window(host, start)));
        return made;
    }

    private static void addTo(List<HostWindow> made, @Nullable HostWindow window) {
        if (window != null) {
            made.add(window);
        }
    }

    private void write(Tier tier, List<HostWindow> made) {
        made.removeIf(window -> removed.test(window.host()));
        for (int i = 0; i < made.size(); i += WRITE_AT_ONCE) {
            writer.write(tier, made.subList(i, Math.min(made.size(), i + WRITE_AT_ONCE)));
        }
    }

    /** The minutes of many hosts, being made. */
    private final class Minutes {
        private final Map<Integer, Map<Long, Minute>> hosts = new HashMap<>();
        private final Map<Integer, String> names = new HashMap<>();

        void add(StoredRow row, long minute) {
            SeriesList list = lists.list(row.names());
            if (list != null) {
                hosts.computeIfAbsent(row.hostKey(), key -> {
                            names.put(key, row.host());
                            return new TreeMap<>();
                        })
                        .computeIfAbsent(minute, m -> new Minute(new SeenTimes(), new WindowSums()))
                        .add(row, list);
            }
        }

        int hosts() {
            return hosts.size();
        }

        List<HostWindow> windows() {
            var made = new ArrayList<HostWindow>();
            hosts.forEach((key, of) -> of.forEach(
                    (start, minute) -> addTo(made, minute.sums.window(String.valueOf(names.get(key)), start))));
            return made;
        }
    }

    /** One of them; a sample that was stored twice is added once. */
    private record Minute(SeenTimes seen, WindowSums sums) {
        void add(StoredRow row, SeriesList list) {
            if (seen.add(row.timestamp())) {
                sums.addSample(list, row.values(list));
            }
        }
    }

    /** A row of the samples; good only while it is visited. */
    private static final class StoredRow {
        private final io.questdb.cairo.sql.Record row;
        private double[] values = {};
        private int[] positions = {};

        StoredRow(io.questdb.cairo.sql.Record row) {
            this.row = row;
        }

        long stored() {
            return row.getTimestamp(0) / 1000;
        }

        long timestamp() {
            return row.getLong(1);
        }

        int hostKey() {
            return row.getInt(2);
        }

        String host() {
            return String.valueOf(row.getSymA(2));
        }

        long names() {
            return row.getLong(3);
        }

        /** The values; the array is used again for the next row. */
        double[] values(SeriesList list) {
            if (values.length != list.size()) {
                values = new double[list.size()];
                positions = java.util.stream.IntStream.range(0, values.length).toArray();
            }
            PackedValues.read(row.getBin(4), values.length, positions, values);
            return values;
        }
    }

    private interface RowVisitor {
        void visit(StoredRow row);
    }

    /** Gives the rows that were stored in a time; returns the time from which on there are no more of them. */
    private long scan(long from, long before, RowVisitor visitor) {
        var last = new Object() {
            long stored = from;

            @Nullable StoredRow row;
        };
        questDb.forEachRow(
                "SELECT stored, timestamp, host, names, \"values\" FROM " + SampleTable.NAME
                        + " WHERE stored >= :from AND stored < :before",
                bind -> {
                    bind.setTimestamp("from", Math.max(0, from) * 1000);
                    bind.setTimestamp("before", before == Long.MAX_VALUE ? Long.MAX_VALUE : before * 1000);
                },
                row -> {
                    if (last.row == null) {
                        last.row = new StoredRow(row);
                    }
                    // No two batches are stored at the same time.
                    last.stored = last.row.stored() + 1;
                    visitor.visit(last.row);
                });
        return last.stored;
    }
}
