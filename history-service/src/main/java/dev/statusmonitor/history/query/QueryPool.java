package dev.statusmonitor.history.query;

import dev.statusmonitor.history.store.Deadline;
import dev.statusmonitor.history.store.TookTooLongException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Lets a few queries at a time to the store, on threads of their own, and gives up on those that take too long. */
final class QueryPool implements AutoCloseable {
    /** How much later than its deadline a query may end: it looks at the time now and then, on a busy machine later. */
    private static final Duration LATE = Duration.ofSeconds(5);

    private final QuerySettings settings;
    private final ThreadPoolExecutor threads;

    QueryPool(QuerySettings settings) {
        this.settings = settings;
        this.threads = new ThreadPoolExecutor(
                settings.concurrency(),
                settings.concurrency(),
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(settings.waiting()),
                Thread.ofPlatform().name("history-query-", 0).daemon().factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /** Too many others wait already. */
    static final class BusyException extends RuntimeException {
        BusyException() {
            super("too many queries at once", null, false, false);
        }
    }

    /**
     * Runs a query and waits for it.
     *
     * @throws BusyException where it has no room
     * @throws TookTooLongException where it did not end in time
     */
    <T> T run(Function<Deadline, T> query) {
        var deadline = Deadline.in(settings.timeout());
        Future<T> answer;
        try {
            answer = threads.submit(() -> query.apply(deadline));
        } catch (RejectedExecutionException e) {
            throw new BusyException();
        }
        try {
            return answer.get(settings.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // It sees its own deadline; one that still waits is not begun any more.
            answer.cancel(false);
            throw new TookTooLongException();
        } catch (InterruptedException e) {
            answer.cancel(false);
            Thread.currentThread().interrupt();
            throw new TookTooLongException();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("a query failed", e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            // The store must not be closed under a reader.
            if (!threads.awaitTermination(settings.timeout().plus(LATE).toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IllegalStateException("a query does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
