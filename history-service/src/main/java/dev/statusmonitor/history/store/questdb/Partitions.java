package dev.statusmonitor.history.store.questdb;

import io.questdb.cairo.TableWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The partitions of a table, by where they begin, in Unix milliseconds. */
final class Partitions {
    /** A week. */
    static final long LONGEST = Duration.ofDays(7).toMillis();

    private Partitions() {}

    /** Where those begin that end by a time; of {@code length} each. */
    static List<Long> endedBy(TableWriter table, long length, long time) {
        var ended = new ArrayList<Long>();
        for (int i = 0; i < table.getPartitionCount(); i++) {
            long start = table.getPartitionTimestamp(i) / 1000;
            if (table.getPartitionSize(i) > 0 && start + length <= time) {
                ended.add(start);
            }
        }
        return ended;
    }

    /** Removes one. */
    static void remove(TableWriter table, long start) {
        table.removePartition(start * 1000);
    }
}
