package dev.statusmonitor.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class SlowReadingTest {
    private final Deque<Runnable> submitted = new ArrayDeque<>();
    private long now;
    private int reads;
    private boolean failing;

    private SlowReading<Integer> every(Duration period, Duration lasts) {
        return new SlowReading<>("things", submitted::add, () -> now, period, Duration.ZERO, lasts, () -> {
            if (failing) {
                throw new IOException("broken");
            }
            return ++reads;
        });
    }

    private void pass(int seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }

    private void runSubmitted() {
        while (!submitted.isEmpty()) {
            submitted.poll().run();
        }
    }

    @Test
    void repeatsAReadingUntilItsPeriodIsOver() {
        var reading = every(Duration.ofSeconds(30), Duration.ofSeconds(90));
        assertThat(reading.latest()).isNull();
        runSubmitted();
        for (int i = 1; i < 30; i++) {
            pass(1);
            assertThat(reading.latest()).isEqualTo(1);
        }
        assertThat(submitted).isEmpty();
        pass(1);
        assertThat(reading.latest()).isEqualTo(1);
        runSubmitted();
        assertThat(reading.latest()).isEqualTo(2);
    }

    @Test
    void letsAReadingGoThatIsTooOldAndDoesNotAskTwice() {
        var reading = every(Duration.ofSeconds(30), Duration.ofSeconds(90));
        reading.latest();
        runSubmitted();
        pass(30);
        assertThat(reading.latest()).isEqualTo(1);
        // The second reading hangs from here on.
        pass(60);
        assertThat(reading.latest()).isEqualTo(1);
        pass(1);
        assertThat(reading.latest()).isNull();
        assertThat(submitted).hasSize(1);

        runSubmitted();
        assertThat(reading.latest()).isEqualTo(2);
    }

    @Test
    void triesAgainAfterAFailure() {
        failing = true;
        var reading = every(Duration.ofSeconds(5), Duration.ofSeconds(30));
        reading.latest();
        runSubmitted();
        assertThat(reading.latest()).isNull();
        failing = false;
        pass(5);
        assertThat(reading.latest()).isNull();
        runSubmitted();

        assertThat(reading.latest()).isEqualTo(1);
    }
}
