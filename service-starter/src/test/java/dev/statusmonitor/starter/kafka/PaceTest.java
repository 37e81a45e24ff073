package dev.statusmonitor.starter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    @Test
    void keepsPollsApart() {
        long start = System.nanoTime();
        var pace = new Pace();
        for (int poll = 0; poll < 5; poll++) {
            pace.await();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(20));
    }

    @Test
    void doesNotHoldUpAThreadThatIsToEnd() {
        Thread.currentThread().interrupt();
        try {
            new Pace().await();
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            var _ = Thread.interrupted();
        }
    }
}
