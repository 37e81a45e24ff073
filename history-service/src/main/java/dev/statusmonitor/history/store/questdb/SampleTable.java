package dev.statusmonitor.history.store.questdb;

import java.time.Duration;
import java.time.Instant;

/**
 * The table of samples: one row each, in the order in which they were stored. {@code stored} never lies before
 * {@code timestamp} nor before the row above it, so a reader finds all of a range from the range's start on, and
 * writing is appending, however late a sample is. A sample stored twice has two rows; readers count the first.
 */
final class SampleTable {
    static final String NAME = "samples";

    static final int TIMESTAMP = 1;
    static final int HOST = 2;
    static final int NAMES = 3;
    static final int VALUES = 4;

    /** How long a partition is, in milliseconds. */
    static final long PARTITION = Duration.ofHours(1).toMillis();

    private SampleTable() {}

    /** Closed hours, column by column. */
    static BlockTable blocks(QuestDb questDb) {
        return new BlockTable(questDb, "sample_blocks");
    }

    /** Makes the tables, or brings them up to this version. */
    static void prepare(QuestDb questDb) {
        questDb.prepareTable(
                NAME,
                "(stored TIMESTAMP, timestamp LONG, host SYMBOL CAPACITY 1024 CACHE INDEX, names LONG,"
                        + " \"values\" BINARY) TIMESTAMP(stored) PARTITION BY HOUR BYPASS WAL",
                0);
        blocks(questDb).prepare("HOUR");
    }

    /** Whether there is a row of this hour. */
    static boolean hasHour(QuestDb questDb, Instant hour) {
        var found = new boolean[1];
        questDb.forEachRow(
                "SELECT stored FROM " + NAME + " WHERE stored >= :from AND stored < :until LIMIT 1",
                bind -> {
                    bind.setTimestamp("from", hour.toEpochMilli() * 1000);
                    bind.setTimestamp("until", hour.plus(Duration.ofHours(1)).toEpochMilli() * 1000);
                },
                row -> found[0] = true);
        return found[0];
    }
}
