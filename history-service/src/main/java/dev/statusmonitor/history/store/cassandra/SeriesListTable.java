package dev.statusmonitor.history.store.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.statusmonitor.contract.SeriesList;
import dev.statusmonitor.contract.SeriesLists;
import dev.statusmonitor.history.store.Deadline;
import dev.statusmonitor.history.store.SeriesListId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists of names, each under an id made of its content. One is written again every some hours in which it is used, and
 * is kept for longer than the samples that were stored until then; so lists that nobody uses any more go by themselves.
 */
final class SeriesListTable {
    private static final Duration WRITE_AGAIN = Duration.ofHours(12);
    private static final int KEPT_SECONDS =
            (int) TierTable.SAMPLES.retention().plus(WRITE_AGAIN).plusDays(1).toSeconds();

    private final Cluster cluster;
    private final Cache<Long, SeriesList> lists = Caffeine.newBuilder()
            .maximumWeight(SeriesLists.DEFAULT_MAX_BYTES)
            .weigher((Long id, SeriesList list) -> list.blockLength())
            .build();
    /** Those that were written not long ago. */
    private final Cache<SeriesList, Long> ids = Caffeine.newBuilder()
            .maximumWeight(SeriesLists.DEFAULT_MAX_BYTES)
            .weigher((SeriesList list, Long id) -> list.blockLength())
            .expireAfterWrite(WRITE_AGAIN)
            .build();

    SeriesListTable(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Writes those that are not in the table, or not for long enough.
     *
     * @throws dev.statusmonitor.history.store.StoreException where it may lack one
     */
    void write(Collection<SeriesList> used) {
        var missing = new HashMap<SeriesList, Long>();
        for (SeriesList list : used) {
            if (ids.getIfPresent(list) == null) {
                missing.computeIfAbsent(list, SeriesListId::of);
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        var insert = cluster.prepare("INSERT INTO %sseries_lists (id, names) VALUES (?, ?) USING TTL ?");
        var writes = new Writes(cluster);
        missing.forEach((list, id) -> {
            String names = String.join("\n", list.names());
            writes.add(id, insert.bind(id, names, KEPT_SECONDS), names.length());
        });
        writes.await();
        ids.putAll(missing);
    }

    /** The id of a list that was written. */
    long id(SeriesList list) {
        Long known = ids.getIfPresent(list);
        return known == null ? SeriesListId.of(list) : known;
    }

    /** The list of this id; null where there is none, which is so only after damage. */
    @Nullable SeriesList list(long id, Deadline deadline) {
        SeriesList known = lists.getIfPresent(id);
        if (known == null) {
            Row row = cluster.one(
                    cluster.prepare("SELECT names FROM %sseries_lists WHERE id = ?")
                            .bind(id),
                    deadline);
            String names = row == null ? null : row.getString(0);
            if (names != null) {
                known = SeriesList.of(names.isEmpty() ? List.of() : List.of(names.split("\n", -1)));
                lists.put(id, known);
            }
        }
        return known;
    }
}
