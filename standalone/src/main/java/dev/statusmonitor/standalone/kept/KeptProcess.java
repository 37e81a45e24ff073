package dev.statusmonitor.standalone.kept;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A child process that is started again when it ends by itself: after half a minute, so that somebody who looks sees
 * that it ended, and later each time, so that one that cannot live does not keep the machine busy.
 *
 * @param <T> how the process is closed
 */
public final class KeptProcess<T extends AutoCloseable> implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KeptProcess.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    private static final Duration LIVED = Duration.ofMinutes(10);

    private final String name;
    private final Supplier<T> start;
    private final Function<T, CompletableFuture<Integer>> onEnd;
    private final IntPredicate again;
    private final Consumer<String> tell;

    private volatile T current;
    private volatile boolean givenUp;
    private volatile Runnable onChange = () -> {};
    private boolean closed;
    private @Nullable Thread waiting;
    private final Duration firstPause;
    private Duration pause;
    private long startedAt = System.nanoTime();

    private KeptProcess(
            String name,
            Supplier<T> start,
            Function<T, CompletableFuture<Integer>> onEnd,
            IntPredicate again,
            Consumer<String> tell,
            Duration firstPause) {
        this.name = name;
        this.start = start;
        this.onEnd = onEnd;
        this.again = again;
        this.tell = tell;
        this.firstPause = firstPause;
        this.pause = firstPause;
        this.current = start.get();
    }

    /**
     * Starts the process.
     *
     * @param name as the beginning of a sentence
     * @param start starts one; what it throws the first time is thrown here
     * @param onEnd completed with the exit code when it has ended
     * @param again whether a process that ended with this code is started again
     * @param tell told one sentence for each change
     */
    public static <T extends AutoCloseable> KeptProcess<T> start(
            String name,
            Supplier<T> start,
            Function<T, CompletableFuture<Integer>> onEnd,
            IntPredicate again,
            Consumer<String> tell) {
        return start(name, start, onEnd, again, tell, FIRST_PAUSE);
    }

    /** The same with another first pause. */
    public static <T extends AutoCloseable> KeptProcess<T> start(
            String name,
            Supplier<T> start,
            Function<T, CompletableFuture<Integer>> onEnd,
            IntPredicate again,
            Consumer<String> tell,
            Duration firstPause) {
        var kept = new KeptProcess<>(name, start, onEnd, again, tell, firstPause);
        kept.watch();
        return kept;
    }

    /** The process, or the last one when it has ended. */
    public T current() {
        return current;
    }

    /** Whether it has ended and is not started again. */
    public boolean isGivenUp() {
        return givenUp;
    }

    /** Calls this whenever {@link #current} or {@link #isGivenUp} has changed. */
    public void onChange(Runnable action) {
        onChange = action;
    }

    private void watch() {
        var ignored = onEnd.apply(current).thenAccept(this::ended);
    }

    private synchronized void ended(int code) {
        if (closed) {
            return;
        }
        closeQuietly(current);
        if (!again.test(code)) {
            givenUp = true;
            say("%s has ended (exit code %d) and is not started again before StatusMonitor is.".formatted(name, code));
            onChange.run();
            return;
        }
        pause = System.nanoTime() - startedAt > LIVED.toNanos() ? firstPause : pause;
        say("%s has ended (exit code %d). It is started again in %d s.".formatted(name, code, pause.toSeconds()));
        waiting = Thread.ofVirtual().name("start-again").start(() -> startAgain(pause));
    }

    private void startAgain(Duration after) {
        try {
            Thread.sleep(after);
        } catch (InterruptedException e) {
            return;
        }
        synchronized (this) {
            if (closed) {
                return;
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            startedAt = System.nanoTime();
            try {
                current = start.get();
                watch();
                say(name + " is started again.");
            } catch (RuntimeException e) {
                log.warn("{} does not start again", name, e);
                waiting = Thread.ofVirtual().name("start-again").start(() -> startAgain(pause));
            }
        }
        onChange.run();
    }

    private void say(String sentence) {
        log.warn(sentence);
        tell.accept(sentence);
    }

    private void closeQuietly(T process) {
        try {
            process.close();
        } catch (Exception e) {
            log.warn("{} did not close cleanly", name, e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (waiting != null) {
            waiting.interrupt();
        }
        closeQuietly(current);
    }
}
