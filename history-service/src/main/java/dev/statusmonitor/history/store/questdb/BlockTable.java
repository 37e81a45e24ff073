package dev.statusmonitor.history.store.questdb;

import io.questdb.cairo.TableWriter;
import io.questdb.std.BinarySequence;
import org.jspecify.annotations.Nullable;

/**
 * A table of {@link ColumnBlock}s: one row a host and a closed partition of the table of rows that it came from, under
 * the time at which that partition begins. A host that was removed has rows without a block.
 */
final class BlockTable {
    static final int HOST = 1;
    private static final int FIRST = 2;
    private static final int LAST = 3;
    private static final int DATA = 4;

    private final QuestDb questDb;
    private final String name;

    BlockTable(QuestDb questDb, String name) {
        this.questDb = questDb;
        this.name = name;
    }

    String name() {
        return name;
    }

    /** Makes the table, or brings it up to this version. */
    void prepare(String partitionBy) {
        questDb.prepareTable(
                name,
                "(stored TIMESTAMP, host SYMBOL CAPACITY 1024 CACHE INDEX, begins LONG, ends LONG, data BINARY)"
                        + " TIMESTAMP(stored) PARTITION BY " + partitionBy + " BYPASS WAL",
                0);
    }

    /** Adds a row, not yet committed. */
    static void append(TableWriter table, long stored, String host, ColumnBlock.Builder block, ColumnCodec codec) {
        TableWriter.Row row = table.newRow(stored * 1000);
        row.putSym(HOST, host);
        row.putLong(FIRST, block.first());
        row.putLong(LAST, block.last());
        row.putBin(DATA, new Data(block.build(codec)));
        row.append();
    }

    /** Takes a host's block. */
    interface Visitor {
        void visit(BinarySequence block);
    }

    /**
     * Gives each block of a host that has something of a range.
     *
     * @param newestFirst in which order of being stored
     */
    void forEach(String host, long start, long stop, boolean newestFirst, Visitor visitor) {
        questDb.forEachRow(
                "SELECT begins, ends, data FROM " + name + " WHERE host = :host AND stored >= :from"
                        + (newestFirst ? " ORDER BY stored DESC" : ""),
                bind -> {
                    bind.setStr("host", host);
                    // A partition begins before what it holds, by a week at the most.
                    bind.setTimestamp("from", Math.max(0, start - Partitions.LONGEST) * 1000);
                },
                row -> {
                    if (row.getLong(0) < stop && row.getLong(1) >= start) {
                        @Nullable BinarySequence data = row.getBin(2);
                        if (data != null) {
                            visitor.visit(data);
                        }
                    }
                });
    }

    /** A block as QuestDB takes it. */
    private record Data(byte[] bytes) implements BinarySequence {
        @Override
        public byte byteAt(long index) {
            return bytes[(int) index];
        }

        @Override
        public long length() {
            return bytes.length;
        }
    }
}
