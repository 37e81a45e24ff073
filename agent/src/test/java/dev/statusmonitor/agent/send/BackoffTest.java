package dev.statusmonitor.agent.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private double random;
    private final Backoff backoff = new Backoff(() -> random);

    @Test
    void doublesUpToHalfAMinute() {
        random = 1;
        for (int seconds : new int[] {1, 2, 4, 8, 16, 30, 30, 30}) {
            assertThat(backoff.next()).isEqualTo(Duration.ofSeconds(seconds));
        }
        for (int i = 0; i < 1_000; i++) {
            assertThat(backoff.next()).isEqualTo(Duration.ofSeconds(30));
        }
    }

    @Test
    void isAtLeastHalfOfThat() {
        for (int millis : new int[] {500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000}) {
            assertThat(backoff.next()).isEqualTo(Duration.ofMillis(millis));
        }
    }

    @Test
    void startsAnewAfterASuccess() {
        backoff.next();
        backoff.next();
        backoff.reset();

        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void isSlowWhereTryingIsUseless() {
        assertThat(backoff.slow()).isEqualTo(Duration.ofSeconds(30));
        random = 1;
        assertThat(backoff.slow()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void neverComesBeforeItWasAskedTo() {
        assertThat(backoff.atLeast(Duration.ofSeconds(10))).isEqualTo(Duration.ofSeconds(10));
        random = 1;
        assertThat(backoff.atLeast(Duration.ofSeconds(10))).isEqualTo(Duration.ofSeconds(12));
    }
}
