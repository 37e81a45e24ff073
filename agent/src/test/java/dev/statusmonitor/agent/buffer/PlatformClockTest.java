package dev.statusmonitor.agent.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.statusmonitor.agent.buffer.PlatformClock.Moment;
import org.junit.jupiter.api.Test;

class PlatformClockTest {
    private static final long START = 1_763_912_176_000L;

    private long nanos = 5_000_000_000L;
    private long wall = START;
    private final PlatformClock clock = new PlatformClock(() -> nanos, () -> wall);

    private void pass(long millis) {
        nanos += millis * 1_000_000;
        wall += millis;
    }

    /** An answer of a platform whose clock is {@code ahead} ms ahead, half of {@code trip} ms after it was asked. */
    private void answer(long ahead, long trip) {
        Moment sent = clock.read();
        pass(trip / 2);
        long told = wall + ahead;
        pass(trip - trip / 2);
        clock.learn(told, sent);
    }

    @Test
    void isUnprovedUntilTheFirstAnswer() {
        assertThat(clock.proved()).isFalse();
        assertThat(clock.offsetSeconds()).isEmpty();

        answer(40, 20);

        assertThat(clock.proved()).isTrue();
        assertThat(clock.offsetSeconds().getAsDouble()).isCloseTo(0.04, within(0.001));
        assertThat(clock.correction(0)).hasValue(0);
    }

    @Test
    void halvesTheRoundTrip() {
        answer(0, 1_000);

        assertThat(clock.offsetSeconds().getAsDouble()).isCloseTo(0, within(0.001));
    }

    @Test
    void prefersTheShortestRoundTripForAMinute() {
        answer(100, 10);
        Moment sent = clock.read();
        pass(400);
        // All of the delay lay on the way back: 200 ms wrong, but within what the trip explains.
        clock.learn(wall + 100 - 400, sent);

        assertThat(clock.offsetSeconds().getAsDouble()).isCloseTo(0.1, within(0.001));
    }

    @Test
    void toleratesTwoSecondsAndReportsThem() {
        answer(-1_900, 10);

        assertThat(clock.correction(0)).hasValue(0);
        assertThat(clock.offsetSeconds().getAsDouble()).isCloseTo(-1.9, within(0.001));
        assertThat(clock.platformMillis()).isCloseTo(wall - 1_900, within(2L));
    }

    @Test
    void correctsMoreThanTwoSecondsByWholeSeconds() {
        answer(3_600_400, 10);

        assertThat(clock.correction(0)).hasValue(3_600_000);
        assertThat(clock.platformMillis()).isCloseTo(wall + 3_600_400, within(2L));
    }

    @Test
    void keepsAnErasCorrectionForEver() {
        answer(5_000, 10);
        pass(120_000);
        answer(6_900, 10);

        assertThat(clock.correction(0)).hasValue(5_000);
        assertThat(clock.read().era()).isZero();
    }

    @Test
    void beginsAnEraWhenTheClocksHaveDriftedApart() {
        answer(0, 10);
        pass(120_000);
        answer(2_600, 10);

        assertThat(clock.read().era()).isEqualTo(1);
        assertThat(clock.correction(0)).hasValue(0);
        assertThat(clock.correction(1)).hasValue(3_000);
    }

    @Test
    void beginsAnUnprovedEraWhenTheHostsClockJumps() {
        answer(0, 10);
        wall += 3_600_000;

        assertThat(clock.proved()).isFalse();
        assertThat(clock.offsetSeconds()).isEmpty();
        assertThat(clock.correction(1)).isEmpty();

        answer(-3_600_000, 10);

        assertThat(clock.correction(1)).hasValue(-3_600_000);
    }

    @Test
    void learnsNothingFromAnAnswerAcrossAJump() {
        Moment sent = clock.read();
        pass(10);
        wall += 60_000;
        clock.learn(wall, sent);

        assertThat(clock.proved()).isFalse();
    }

    @Test
    void keepsTheCorrectionWhereThePlatformDoesNotTellTheTime() {
        answer(10_000, 10);
        wall += 5_000;
        assertThat(clock.proved()).isFalse();

        clock.untold();

        assertThat(clock.correction(1)).hasValue(10_000);
    }

    @Test
    void followsASlewedClockWithoutAJump() {
        for (int i = 0; i < 600; i++) {
            pass(1_000);
            // 500 ppm, the fastest that NTP slews.
            nanos -= 500_000;
            clock.read();
        }

        assertThat(clock.read().era()).isZero();
        assertThat(clock.read().wallNanos() / 1_000_000).isCloseTo(wall, within(20L));
    }
}
