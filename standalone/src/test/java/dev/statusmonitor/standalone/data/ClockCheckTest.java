package dev.statusmonitor.standalone.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClockCheckTest {
    private static final Instant USED = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void aClockThatWentOnIsRight() {
        assertThat(ClockCheck.behind(USED.plus(Duration.ofDays(400)), USED, "it was used"))
                .isEmpty();
    }

    @Test
    void aSmallCorrectionIsNoFault() {
        assertThat(ClockCheck.behind(USED.minus(Duration.ofMinutes(29)), USED, "it was used"))
                .isEmpty();
    }

    @Test
    void aClockHoursBehindIsToldInASentence() {
        assertThat(ClockCheck.behind(USED.minus(Duration.ofHours(3)), USED, "the data was last used"))
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .contains(
                                "2026-11-23 09:00 UTC",
                                "the data was last used at 2026-11-23 12:00",
                                "--clock-is-right"));
    }

    @Test
    void aJumpIsNoticedInBothDirections() {
        Duration passed = Duration.ofSeconds(5);
        assertThat(ClockCheck.moved(Duration.ofSeconds(6), passed)).isEmpty();
        assertThat(ClockCheck.moved(Duration.ofHours(2), passed)).isPresent();
        assertThat(ClockCheck.moved(Duration.ofHours(-2), passed)).isPresent();
    }
}
