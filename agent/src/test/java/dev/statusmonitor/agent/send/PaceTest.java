package dev.statusmonitor.agent.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void hostsThatComeBackTogetherBeginAtDifferentTimes() {
        assertThat(new Pace(() -> 0, 5 * SECOND).turn()).isEqualTo(5 * SECOND);
        assertThat(new Pace(() -> 0.5, 5 * SECOND).turn()).isEqualTo(6 * SECOND);
        assertThat(new Pace(() -> 1, 5 * SECOND).turn()).isEqualTo(7 * SECOND);
    }

    @Test
    void aBatchEveryTwoSecondsStaysBelowWhatAHostMaySend() {
        var pace = new Pace(() -> 0.5, 0);
        pace.sent(10 * SECOND, 0);

        assertThat(pace.turn()).isEqualTo(12 * SECOND);
    }

    @Test
    void becomesSlowerWithThePlatform() {
        var pace = new Pace(() -> 0.5, 0);
        pace.sent(10 * SECOND, 3 * SECOND);

        assertThat(pace.turn()).isEqualTo(24 * SECOND);
    }

    @Test
    void waitsAsLongAsItIsAskedToAndLongerEachTimeWhereItIsNot() {
        var pace = new Pace(() -> 0.5, 0);
        pace.refused(0, Duration.ofSeconds(10));
        assertThat(pace.turn()).isEqualTo(11 * SECOND);

        pace.sent(0, 0);
        pace.refused(0, null);
        long first = pace.turn();
        pace.refused(0, null);
        assertThat(pace.turn()).isEqualTo(2 * first);
    }
}
