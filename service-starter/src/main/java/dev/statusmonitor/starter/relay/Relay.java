package dev.statusmonitor.starter.relay;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Repeats a piece of work on a thread of its own: when woken, and otherwise once in a while. */
public final class Relay implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Relay.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final String name;
    private final Work work;
    private final Duration every;
    private final Semaphore woken = new Semaphore(0);
    private volatile @Nullable Thread thread;
    private volatile boolean failing;

    /** @param every the pause between two runs that nobody asked for; after failures it grows to ten seconds */
    public Relay(String name, Duration every, Work work) {
        this.name = name;
        this.every = every;
        this.work = work;
    }

    /** Has the work done at once. */
    public void wake() {
        woken.release();
    }

    /** Whether the last run failed. */
    public boolean isFailing() {
        return failing;
    }

    @Override
    public synchronized void start() {
        if (thread == null) {
            // Named before it runs: a thread that is quicker than this assignment would find that it is not the one.
            Thread next = Thread.ofPlatform().name(name).daemon().unstarted(this::loop);
            thread = next;
            next.start();
        }
    }

    @Override
    public synchronized void stop() {
        Thread running = thread;
        thread = null;
        if (running != null) {
            running.interrupt();
            try {
                running.join(Duration.ofSeconds(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /** Before the web server, and until after its end: what it changes is still told. */
    @Override
    public int getPhase() {
        return 0;
    }

    private void loop() {
        Duration pause = every;
        while (thread == Thread.currentThread()) {
            try {
                boolean more = work.run();
                if (failing) {
                    failing = false;
                    log.atInfo().addKeyValue("relay", name).log("it works again");
                }
                pause = more ? Duration.ZERO : every;
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                if (thread != Thread.currentThread()) {
                    return;
                }
                if (!failing) {
                    failing = true;
                    log.atWarn()
                            .setCause(e)
                            .addKeyValue("relay", name)
                            .log("it cannot be done now, and is tried again");
                }
                pause = longer(pause);
            }
            try {
                boolean _ = woken.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
                woken.drainPermits();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private Duration longer(Duration pause) {
        Duration twice = pause.isZero() ? every : pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }

    /** What is repeated. */
    @FunctionalInterface
    public interface Work {
        /** @return whether there is more to do at once */
        boolean run() throws Exception;
    }
}
