package dev.statusmonitor.history.store.questdb;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.statusmonitor.contract.SeriesList;
import dev.statusmonitor.contract.SeriesLists;
import dev.statusmonitor.history.store.SeriesListId;
import io.questdb.cairo.PartitionBy;
import io.questdb.cairo.TableWriter;
import io.questdb.std.LongHashSet;
import io.questdb.std.str.Utf8String;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lists of names, each under an id made of its content, so that nobody has to hand out ids. A list is written again in
 * each partition, a day or a week, in which it is used; so a partition has all that the rows of its time need, and
 * lists that nobody uses any more go with the rows that did.
 */
final class SeriesListTable {
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final int COLUMN_ID = 1;
    private static final int COLUMN_NAMES = 2;
    /**
     * Of the lists whose id is kept, and of those that are kept for reading: what 20,000 hosts use that each name their
     * devices differently. Hashing 3 KB of names for each sample, or looking for a list for each row, costs more than all
     * else that is done with it.
     */
    private static final long MAX_BYTES = SeriesLists.DEFAULT_MAX_BYTES;

    private final QuestDb questDb;
    private final String name;
    private final String partitionBy;
    private final Duration retention;

    private final Cache<Long, SeriesList> lists = Caffeine.newBuilder()
            .maximumWeight(MAX_BYTES)
            .weigher((Long id, SeriesList list) -> list.blockLength())
            .build();

    /** When each list was last stored, Unix time in microseconds, as far as this was looked at. */
    private volatile Map<Long, Long> places = Map.of();

    // For the writer, guarded by its lock.
    private final Cache<SeriesList, Long> ids = Caffeine.newBuilder()
            .maximumWeight(MAX_BYTES)
            .weigher((SeriesList list, Long id) -> list.blockLength())
            .build();
    private final LongHashSet written = new LongHashSet();
    /** Where the newest partition begins, as the table has it; what came before is of no use to new rows. */
    private long partition = Long.MIN_VALUE;

    private SeriesListTable(QuestDb questDb, String name, String partitionBy, Duration retention) {
        this.questDb = questDb;
        this.name = name;
        this.partitionBy = partitionBy;
        this.retention = retention;
    }

    /** The lists of samples that are kept for some time. */
    static SeriesListTable ofSamples(QuestDb questDb, Duration retention) {
        // A sample of the last minute of a day still needs that day's lists when its hour goes.
        return new SeriesListTable(questDb, "series_lists", "DAY", Duration.ofDays(retention.toDays() + 2));
    }

    /** The lists of windows; they are needed until their week is made into blocks, which have their own. */
    static SeriesListTable ofWindows(QuestDb questDb) {
        return new SeriesListTable(questDb, "window_lists", "WEEK", Duration.ofDays(28));
    }

    String name() {
        return name;
    }

    /** Makes the table, or brings it up to this version. */
    void prepare() {
        questDb.prepareTable(
                name,
                "(stored TIMESTAMP, id LONG, names VARCHAR) TIMESTAMP(stored) PARTITION BY " + partitionBy
                        + " BYPASS WAL",
                24 * (int) retention.toDays());
    }

    /**
     * The id of a list; adds a row for a list that its partition does not have yet, not yet committed.
     *
     * @param stored when the rows that use it are stored, Unix time in milliseconds
     */
    long id(SeriesList list, long stored, TableWriter table) {
        long current = table.getPartitionBy() == PartitionBy.WEEK ? week(stored) : Math.floorDiv(stored, DAY) * DAY;
        if (current != partition) {
            partition = current;
            written.clear();
            questDb.forEachRow(
                    "SELECT id FROM " + name + " WHERE stored >= :from",
                    bind -> bind.setTimestamp("from", Math.max(0, partition) * 1000),
                    row -> written.add(row.getLong(0)));
        }
        long id = ids.get(list, SeriesListId::of);
        if (!written.contains(id)) {
            TableWriter.Row row = table.newRow(stored * 1000);
            row.putLong(COLUMN_ID, id);
            row.putVarchar(COLUMN_NAMES, new Utf8String(String.join("\n", list.names())));
            row.append();
            written.add(id);
        }
        return id;
    }

    /** Forgets what was said to be written: it was not. */
    void forget() {
        written.clear();
        partition = Long.MIN_VALUE;
    }

    /** The list of this id; null where there is none, which is so only after damage. */
    @Nullable SeriesList list(long id) {
        return lists.get(id, this::find);
    }

    private @Nullable SeriesList find(long id) {
        Long stored = places.get(id);
        SeriesList list = stored == null ? null : read(id, stored);
        if (list == null) {
            // A new one, or one whose partition is gone and that a later one has again.
            Map<Long, Long> now = new HashMap<>();
            questDb.forEachRow(
                    "SELECT id, stored FROM " + name, bind -> {}, row -> now.put(row.getLong(0), row.getTimestamp(1)));
            places = now;
            stored = now.get(id);
            list = stored == null ? null : read(id, stored);
        }
        return list;
    }

    /** By its time, which is where QuestDB finds a row without looking at the others. */
    private @Nullable SeriesList read(long id, long stored) {
        var names = new String[1];
        questDb.forEachRow(
                "SELECT id, names FROM " + name + " WHERE stored = :stored",
                bind -> bind.setTimestamp("stored", stored),
                row -> {
                    if (row.getLong(0) == id) {
                        names[0] = String.valueOf(row.getVarcharA(1));
                    }
                });
        return names[0] == null
                ? null
                : SeriesList.of(names[0].isEmpty() ? List.of() : List.of(names[0].split("\n", -1)));
    }

    /** Where the week of a time begins: on its Monday, as QuestDB has it; the first of 1970 was a Thursday. */
    private static long week(long time) {
        long monday = 4 * DAY;
        return Math.floorDiv(time - monday, 7 * DAY) * 7 * DAY + monday;
    }
}
