package dev.statusmonitor.history.store.cassandra;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.statusmonitor.history.store.Deadline;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads by several questions at once, some ahead of what is looked at, and no more than two pages of each in memory. */
final class Pages {
    private static final int AHEAD = 8;

    private Pages() {}

    /**
     * Gives the rows of each answer, answer by answer in the order of the questions, on this thread.
     *
     * @throws dev.statusmonitor.history.store.TookTooLongException where the deadline passes before it is done
     * @throws dev.statusmonitor.history.store.StoreException where one of them cannot be answered
     */
    static void forEach(Cluster cluster, List<BoundStatement> questions, Deadline deadline, Consumer<Row> rows) {
        Iterator<BoundStatement> next = questions.iterator();
        Deque<CompletionStage<AsyncResultSet>> begun = new ArrayDeque<>();
        while (next.hasNext() || !begun.isEmpty()) {
            while (next.hasNext() && begun.size() < AHEAD) {
                begun.add(cluster.read(next.next(), deadline));
            }
            CompletionStage<? extends AsyncResultSet> page = begun.remove();
            while (page != null) {
                page = rows(cluster.await(page, deadline), rows);
                deadline.check();
            }
        }
    }

    /** Gives the rows of a page; returns the next one, which is already on its way, or null. */
    private static @Nullable CompletionStage<? extends AsyncResultSet> rows(AsyncResultSet page, Consumer<Row> rows) {
        CompletionStage<? extends AsyncResultSet> next = page.hasMorePages() ? page.fetchNextPage() : null;
        page.currentPage().forEach(rows);
        return next;
    }
}
