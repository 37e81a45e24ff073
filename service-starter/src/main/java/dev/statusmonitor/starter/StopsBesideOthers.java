package dev.statusmonitor.starter;

import org.springframework.context.SmartLifecycle;

/**
 * A bean whose stop is mostly waiting, for what is on its way from Kafka: it waits beside the others of its phase,
 * not after them. Its {@link #stop()} must end within the time that a phase has.
 */
public interface StopsBesideOthers extends SmartLifecycle {
    @Override
    default void stop(Runnable stopped) {
        Thread.ofVirtual().name("stop").start(() -> {
            try {
                stop();
            } finally {
                stopped.run();
            }
        });
    }
}
