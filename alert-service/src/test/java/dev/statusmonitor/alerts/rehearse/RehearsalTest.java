package dev.statusmonitor.alerts.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.alerts.evaluate.TestRules;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    private static final double GAP = Double.NaN;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static long[] minutes(int count) {
        var times = new long[count];
        for (int i = 0; i < count; i++) {
            times[i] = 60_000L * i;
        }
        return times;
    }

    @Test
    void countsWhatWouldHaveBeenTold() {
        var rule = TestRules.cpu(Duration.ZERO, Duration.ofMinutes(4), null);

        var would = Rehearsal.play(
                rule, minutes(9), new double[] {0.1, 0.95, 0.97, 0.5, 0.95, GAP, 0.1, 0.95, 0.95}, MINUTE);

        assertThat(would)
                .containsExactly(
                        new Rehearsal.Would(60_000, 180_000L, 0.97, true),
                        new Rehearsal.Would(240_000, 360_000L, 0.95, false),
                        new Rehearsal.Would(420_000, null, 0.95, true));
    }

    @Test
    void aForOfSeveralBucketsHasToHold() {
        var rule = TestRules.cpu(Duration.ofMinutes(2), Duration.ZERO, null);

        var would = Rehearsal.play(rule, minutes(7), new double[] {0.95, 0.95, 0.1, 0.95, 0.95, 0.95, 0.1}, MINUTE);

        assertThat(would).containsExactly(new Rehearsal.Would(180_000, 360_000L, 0.95, true));
    }

    @Test
    void aHostWasDownBetweenItsSamples() {
        var rule = TestRules.down(Duration.ofSeconds(90));

        var would = Rehearsal.down(rule, minutes(8), new double[] {GAP, 1, GAP, 1, GAP, GAP, 1, GAP}, MINUTE);

        assertThat(would).containsExactly(new Rehearsal.Would(240_000, 360_000L, 120, true));
    }
}
