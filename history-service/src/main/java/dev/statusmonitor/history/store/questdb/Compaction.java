package dev.statusmonitor.history.store.questdb;

import dev.statusmonitor.contract.SeriesList;
import io.questdb.cairo.TableWriter;
import io.questdb.std.BinarySequence;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns closed partitions of rows into blocks, a host each, and removes partitions that are old. The blocks are on the
 * disk before the rows go; what is done twice after a crash is left out by readers.
 */
final class Compaction {
    private static final Logger log = LoggerFactory.getLogger(Compaction.class);
    /** How long after its end a partition is compacted. */
    private static final long SETTLE = Duration.ofMinutes(30).toMillis();

    private final QuestDb questDb;
    private final QuestDbSampleWriter samples;
    private final SeriesListTable lists;
    private final QuestDbWindowWriter windows;
    private final WindowTable minutes;
    private final WindowTable hours;
    private final SeriesListTable windowLists;
    private final QuestDbRollUp rollUp;
    private final Predicate<String> removed;
    private final Clock clock;
    private final Duration retention;
    private final BlockTable sampleBlocks;
    private final ReentrantLock blocks;

    /**
     * @param removed hosts of which nothing is kept
     * @param blocks who has it may write to tables of blocks
     */
    Compaction(
            QuestDb questDb,
            QuestDbSampleWriter samples,
            SeriesListTable lists,
            QuestDbWindowWriter windows,
            WindowTable minutes,
            WindowTable hours,
            SeriesListTable windowLists,
            QuestDbRollUp rollUp,
            Predicate<String> removed,
            Clock clock,
            Duration retention,
            ReentrantLock blocks) {
        this.questDb = questDb;
        this.samples = samples;
        this.lists = lists;
        this.windows = windows;
        this.minutes = minutes;
        this.hours = hours;
        this.windowLists = windowLists;
        this.rollUp = rollUp;
        this.removed = removed;
        this.clock = clock;
        this.retention = retention;
        this.sampleBlocks = SampleTable.blocks(questDb);
        this.blocks = blocks;
    }

    /** Does what is due; much, after a pause. */
    void run() {
        blocks.lock();
        questDb.sync(true);
        try {
            compactSamples();
            compactWindows(minutes, rollUp.progress().hours());
            compactWindows(hours, Long.MAX_VALUE);
            removeOld();
        } finally {
            questDb.sync(false);
            blocks.unlock();
        }
    }

    private void compactSamples() {
        // What is not rolled up yet is read row by row.
        long end = Math.min(clock.millis() - SETTLE, rollUp.progress().minutes());
        for (long hour : samples.hoursEndedBy(end)) {
            Set<String> hosts = hosts(SampleTable.NAME, hour, SampleTable.PARTITION);
            try (var codec = new ColumnCodec();
                    TableWriter table = questDb.writer(sampleBlocks.name())) {
                for (String host : hosts) {
                    append(table, hour, host, samples(host, hour), codec);
                }
                table.commit();
            }
            samples.removeHour(hour);
            log.atDebug()
                    .addKeyValue("hour", hour)
                    .addKeyValue("hosts", hosts.size())
                    .log("an hour of samples is compacted");
        }
    }

    private ColumnBlock.Builder samples(String host, long hour) {
        var block = new ColumnBlock.Builder(1);
        var seen = new SeenTimes();
        questDb.forEachRow(
                "SELECT timestamp, names, \"values\" FROM " + SampleTable.NAME
                        + " WHERE host = :host AND stored >= :from AND stored < :until",
                bind -> {
                    bind.setStr("host", host);
                    bind.setTimestamp("from", hour * 1000);
                    bind.setTimestamp("until", (hour + SampleTable.PARTITION) * 1000);
                },
                row -> {
                    SeriesList list = lists.list(row.getLong(1));
                    long timestamp = row.getLong(0);
                    if (list != null && seen.add(timestamp)) {
                        var values = new double[list.size()];
                        PackedValues.read(
                                row.getBin(2),
                                values.length,
                                IntStream.range(0, values.length).toArray(),
                                values);
                        block.add(timestamp, list, values);
                    }
                });
        return block;
    }

    private void compactWindows(WindowTable of, long rolledUp) {
        long end = Math.min(clock.millis() - SETTLE, rolledUp);
        windows.with(of, table -> Partitions.endedBy(table, of.partition(), end))
                .forEach(start -> {
                    try (var codec = new ColumnCodec();
                            TableWriter table = questDb.writer(of.blocks().name())) {
                        for (String host : hosts(of.name(), start, of.partition())) {
                            append(table, start, host, windows(of, host, start), codec);
                        }
                        table.commit();
                    }
                    windows.with(of, table -> {
                        Partitions.remove(table, start);
                        return true;
                    });
                });
    }

    private ColumnBlock.Builder windows(WindowTable of, String host, long partition) {
        var block = new ColumnBlock.Builder(WindowTable.COLUMNS);
        var seen = new HashSet<Long>();
        questDb.forEachRow(
                "SELECT start, names, \"values\" FROM " + of.name()
                        + " WHERE host = :host AND stored >= :from AND stored < :until ORDER BY stored DESC",
                bind -> {
                    bind.setStr("host", host);
                    bind.setTimestamp("from", partition * 1000);
                    bind.setTimestamp("until", (partition + of.partition()) * 1000);
                },
                row -> {
                    SeriesList list = windowLists.list(row.getLong(1));
                    BinarySequence packed = row.getBin(2);
                    if (list != null && packed != null && seen.add(row.getLong(0))) {
                        block.add(row.getLong(0), list, WindowTable.unpack(packed, list));
                    }
                });
        return block;
    }

    private static void append(
            TableWriter table, long partition, String host, ColumnBlock.Builder block, ColumnCodec codec) {
        if (!block.isEmpty()) {
            BlockTable.append(table, partition, host, block, codec);
        }
    }

    /** Whose rows a partition has, but for those who were removed. */
    private Set<String> hosts(String table, long from, long length) {
        var keys = new HashSet<Integer>();
        var hosts = new LinkedHashSet<String>();
        questDb.forEachRow(
                "SELECT host FROM " + table + " WHERE stored >= :from AND stored < :until",
                bind -> {
                    bind.setTimestamp("from", from * 1000);
                    bind.setTimestamp("until", (from + length) * 1000);
                },
                row -> {
                    if (keys.add(row.getInt(0))) {
                        hosts.add(String.valueOf(row.getSymA(0)));
                    }
                });
        hosts.removeIf(removed);
        return hosts;
    }

    private void removeOld() {
        long now = clock.millis();
        removeOld(sampleBlocks, SampleTable.PARTITION, now - retention.toMillis());
        for (WindowTable of : new WindowTable[] {minutes, hours}) {
            removeOld(of.blocks(), of.partition(), now - of.keep().toMillis());
        }
    }

    private void removeOld(BlockTable table, long partition, long time) {
        try (TableWriter writer = questDb.writer(table.name())) {
            Partitions.endedBy(writer, partition, time).forEach(start -> Partitions.remove(writer, start));
        }
    }
}
