package dev.statusmonitor.history.store.questdb;

import dev.statusmonitor.contract.SeriesList;
import dev.statusmonitor.history.store.HostWindow;
import dev.statusmonitor.history.store.Tier;
import io.questdb.std.BinarySequence;
import java.time.Duration;
import java.util.stream.IntStream;

/**
 * The windows of one tier: rows in the order in which they were made, and blocks of closed partitions. A window that
 * was made again has two rows; the newer one counts.
 */
final class WindowTable {
    static final int START = 1;
    static final int HOST = 2;
    static final int NAMES = 3;
    static final int VALUES = 4;

    /** The smallest, the largest, the sum, the count. */
    static final int COLUMNS = 4;

    private final QuestDb questDb;
    private final Tier tier;
    private final String name;
    private final String partitionBy;
    private final Duration partition;
    private final Duration keep;
    private final BlockTable blocks;

    private WindowTable(
            QuestDb questDb, Tier tier, String name, String partitionBy, Duration partition, Duration slack) {
        this.questDb = questDb;
        this.tier = tier;
        this.name = name;
        this.partitionBy = partitionBy;
        this.partition = partition;
        this.keep = tier.shown().plus(slack);
        this.blocks = new BlockTable(questDb, name.substring(0, name.length() - 1) + "_blocks");
    }

    static WindowTable minutes(QuestDb questDb) {
        return new WindowTable(questDb, Tier.MINUTE, "minutes", "DAY", Duration.ofDays(1), Duration.ofHours(6));
    }

    static WindowTable hours(QuestDb questDb) {
        return new WindowTable(questDb, Tier.HOUR, "hours", "WEEK", Duration.ofDays(7), Duration.ofDays(1));
    }

    Tier tier() {
        return tier;
    }

    String name() {
        return name;
    }

    BlockTable blocks() {
        return blocks;
    }

    /** How long a partition is, in milliseconds. */
    long partition() {
        return partition.toMillis();
    }

    /** For how long after its end a partition is kept. */
    Duration keep() {
        return keep;
    }

    /** Makes the tables, or brings them up to this version. */
    void prepare() {
        questDb.prepareTable(
                name,
                "(stored TIMESTAMP, start LONG, host SYMBOL CAPACITY 1024 CACHE INDEX, names LONG, \"values\" BINARY)"
                        + " TIMESTAMP(stored) PARTITION BY " + partitionBy + " BYPASS WAL",
                0);
        blocks.prepare(partitionBy);
    }

    /** A window's values as a row and a block hold them. */
    static double[] values(HostWindow window) {
        int size = window.series().size();
        var values = new double[COLUMNS * size];
        for (int i = 0; i < size; i++) {
            values[COLUMNS * i] = window.mins()[i];
            values[COLUMNS * i + 1] = window.maxs()[i];
            values[COLUMNS * i + 2] = window.sums()[i];
            values[COLUMNS * i + 3] = window.counts()[i];
        }
        return values;
    }

    /** All values of a row. */
    static double[] unpack(BinarySequence packed, SeriesList list) {
        var values = new double[COLUMNS * list.size()];
        PackedValues.read(
                packed, values.length, IntStream.range(0, values.length).toArray(), values);
        return values;
    }

    /** Takes a row of a host that the table of rows has. */
    interface RowVisitor {
        void visit(long start, long names, BinarySequence values);
    }

    /**
     * Gives a host's rows of a range and then its blocks, the newest first: of a window that comes again, what came
     * first counts.
     */
    void forEach(String host, long start, long stop, RowVisitor rows, BlockTable.Visitor blockVisitor) {
        questDb.forEachRow(
                "SELECT start, names, \"values\" FROM " + name
                        + " WHERE host = :host AND stored >= :from ORDER BY stored DESC",
                bind -> {
                    bind.setStr("host", host);
                    bind.setTimestamp("from", Math.max(0, start) * 1000);
                },
                row -> {
                    long window = row.getLong(0);
                    BinarySequence values = row.getBin(2);
                    if (window >= start && window < stop && values != null) {
                        rows.visit(window, row.getLong(1), values);
                    }
                });
        // Rows become a block before they go: whoever reads them first misses none.
        blocks.forEach(host, start, stop, true, blockVisitor);
    }
}
