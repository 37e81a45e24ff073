package dev.statusmonitor.history.receive;

import dev.statusmonitor.history.store.StoreException;
import dev.statusmonitor.starter.problem.ProblemException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Does one thing at a time for whoever copies, on a platform thread: so there is one body in memory, and the store keeps
 * native memory for one thread more.
 */
final class Receiver implements AutoCloseable {
    private static final Duration LATER = Duration.ofSeconds(10);
    private static final Duration END = Duration.ofSeconds(15);

    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("history-receive").daemon().factory());

    /** @throws ProblemException where it cannot be done */
    <T> T run(Callable<T> action) throws Exception {
        Future<T> answer;
        try {
            answer = thread.submit(action);
        } catch (RejectedExecutionException e) {
            throw ProblemException.unavailable("The platform is stopping.", LATER);
        }
        try {
            return answer.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case StoreException away ->
                    throw ProblemException.unavailable(String.valueOf(away.getMessage()), LATER);
                case Exception other -> throw other;
                case null, default -> throw e;
            }
        }
    }

    /** Waits for what is being done: the store must not be closed under it. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(END.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("what is copied into the store does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
