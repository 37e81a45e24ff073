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

    private SampleTable() {}

    /** Makes the table, or brings it up to this version. */
    static void prepare(QuestDb questDb, Duration retention) {
        questDb.prepareTable(
                NAME,
                "(stored TIMESTAMP, timestamp LONG, host SYMBOL CAPACITY 1024 CACHE INDEX, names LONG,"
                        + " \"values\" BINARY) TIMESTAMP(stored) PARTITION BY HOUR BYPASS WAL",
                (int) Math.max(1, retention.toHours()));
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
