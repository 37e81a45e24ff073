package dev.statusmonitor.history.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.statusmonitor.history.store.TookTooLongException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class QueryPoolTest {
    @Test
    void letsInOnlySoManyAndRefusesTheRest() throws Exception {
        var settings = new QuerySettings(2, 3, Duration.ofSeconds(30), 1);
        var release = new CountDownLatch(1);
        var inside = new AtomicInteger();
        var answered = new AtomicInteger();
        try (var pool = new QueryPool(settings)) {
            var callers = new ArrayList<Thread>();
            for (int i = 0; i < 5; i++) {
                callers.add(Thread.startVirtualThread(() -> answered.addAndGet(pool.run(deadline -> {
                    inside.incrementAndGet();
                    await(release);
                    return 1;
                }))));
                int full = Math.min(i + 1, 2);
                Awaitility.await().until(() -> inside.get() == full);
            }
            Awaitility.await()
                    .untilAsserted(() -> assertThatThrownBy(() -> pool.run(deadline -> 1))
                            .isInstanceOf(QueryPool.BusyException.class));

            assertThat(inside).hasValue(2);
            release.countDown();
            for (Thread caller : callers) {
                caller.join();
            }
            assertThat(answered).hasValueBetween(4, 5);
            assertThat(pool.<Integer>run(deadline -> 7)).isEqualTo(7);
        }
    }

    @Test
    void givesUpOnWhatTakesTooLong() {
        try (var pool = new QueryPool(new QuerySettings(1, 1, Duration.ofMillis(50), 1))) {
            assertThatThrownBy(() -> pool.run(deadline -> {
                        while (true) {
                            deadline.check();
                            Thread.onSpinWait();
                        }
                    }))
                    .isInstanceOf(TookTooLongException.class);
        }
    }

    @Test
    void passesOnWhatTheQueryThrows() {
        try (var pool = new QueryPool(new QuerySettings(1, 1, Duration.ofSeconds(5), 1))) {
            assertThatThrownBy(() -> pool.run(deadline -> {
                        throw new IllegalStateException("broken");
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("broken");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
