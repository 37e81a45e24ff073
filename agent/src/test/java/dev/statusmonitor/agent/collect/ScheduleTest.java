package dev.statusmonitor.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.agent.buffer.PlatformClock.Moment;
import dev.statusmonitor.agent.collect.Schedule.Tick;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long START = 1_763_912_176L * SECOND;

    private final Schedule schedule = new Schedule();

    private static Moment moment(long sinceStart, int era) {
        return new Moment(77 * SECOND + sinceStart, START + sinceStart, era);
    }

    @Test
    void aimsAtTheNextWholeSecond() {
        Tick tick = schedule.next(moment(300_000_000L, 0));

        assertThat(tick.hostMillis()).isEqualTo(START / 1_000_000 + 1_000);
        assertThat(tick.deadlineNanos()).isEqualTo(78 * SECOND);
    }

    @Test
    void givesASecondOnceThoughItsMeasureWasQuick() {
        Tick first = schedule.next(moment(-1, 0));
        Tick second = schedule.next(moment(-1, 0));

        assertThat(second.hostMillis()).isEqualTo(first.hostMillis() + 1_000);
    }

    @Test
    void skipsWhatWasMissed() {
        Tick first = schedule.next(moment(0, 0));
        Tick next = schedule.next(moment(7_400_000_000L, 0));

        assertThat(next.hostMillis() - first.hostMillis()).isEqualTo(8_000);
    }

    @Test
    void startsAnewAfterAJumpBack() {
        schedule.next(moment(0, 0));
        Tick tick = schedule.next(new Moment(80 * SECOND, START - 3_600 * SECOND - 1, 1));

        assertThat(tick.hostMillis()).isEqualTo(START / 1_000_000 - 3_600_000);
        assertThat(tick.deadlineNanos()).isEqualTo(80 * SECOND + 1);
    }

    @Test
    void doesNotHoldWhenLateOrInAnotherEra() {
        Tick tick = schedule.next(moment(0, 0));

        assertThat(Schedule.holds(tick, moment(700_000_000L, 0))).isTrue();
        assertThat(Schedule.holds(tick, moment(800_000_000L, 0))).isFalse();
        assertThat(Schedule.holds(tick, moment(0, 1))).isFalse();
    }

    /** However long each measure takes and however late each waking is: whole seconds, each once, ever later. */
    @Property(tries = 200)
    void isARegularGrid(@ForAll long seed) {
        var random = new Random(seed);
        var grid = new Schedule();
        long now = random.nextLong(SECOND);
        long last = Long.MIN_VALUE;
        for (int i = 0; i < 200; i++) {
            Tick tick = grid.next(moment(now, 0));
            assertThat(tick.hostMillis() % 1_000).isZero();
            assertThat(tick.hostMillis()).isGreaterThan(last);
            assertThat(tick.deadlineNanos() - 77 * SECOND).isBetween(now, now + 2 * SECOND);
            last = tick.hostMillis();
            now = tick.deadlineNanos()
                    - 77 * SECOND
                    + random.nextLong(random.nextInt(20) == 0 ? 9 * SECOND : SECOND / 50);
        }
    }
}
