package dev.statusmonitor.alerts.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.alerts.evaluate.AlarmState.Act;
import dev.statusmonitor.alerts.evaluate.AlarmState.Phase;
import dev.statusmonitor.alerts.evaluate.AlarmState.Seen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AlarmStateTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** What came of a series of values, one a second. */
    private record Played(List<AlarmState> states, List<Act> acts, List<Boolean> told) {}

    private static final class Told implements AlarmState.Wishes {
        boolean quiet;
        boolean acknowledged;

        @Override
        public boolean quiet() {
            return quiet;
        }

        @Override
        public boolean acknowledged() {
            return acknowledged;
        }
    }

    private static Played play(Rule rule, List<Double> values) {
        var played = new Played(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        AlarmState state = AlarmState.NEW;
        for (int i = 0; i < values.size(); i++) {
            var step = state.after(seen(rule, i, values.get(i), true), rule, new Told());
            played.told.add(
                    step.act() == Act.RESOLVE ? state.told() : step.next().told());
            state = step.next();
            played.states.add(state);
            played.acts.add(step.act());
        }
        return played;
    }

    private static Seen seen(Rule rule, int second, double value, boolean mayAct) {
        long time = 1_000L * second;
        return new Seen(
                time, second == 0 ? AlarmState.NEVER : time - 1_000, rule.breached(value), rule.cleared(value), mayAct);
    }

    private static Rule rule(int hold, int cooldown, @Nullable Duration repeat) {
        return TestRules.cpu(Duration.ofSeconds(hold), Duration.ofSeconds(cooldown), repeat);
    }

    @Test
    void firesOnceTheConditionHasHeldAndIsOverAtTheClearThreshold() {
        var played = play(rule(2, 300, null), List.of(0.5, 0.95, 0.95, 0.95, 0.95, 0.85, 0.79));

        assertThat(played.acts)
                .containsExactly(
                        Act.NOTHING, Act.NOTHING, Act.NOTHING, Act.OPEN, Act.NOTHING, Act.NOTHING, Act.RESOLVE);
        assertThat(played.states.get(3).since()).isEqualTo(1_000);
        assertThat(played.states.getLast().phase()).isEqualTo(Phase.INACTIVE);
    }

    @Test
    void withoutForItFiresAtTheFirstSample() {
        assertThat(play(rule(0, 0, null), List.of(0.95)).acts).containsExactly(Act.OPEN);
    }

    @Test
    void withinTheCooldownItIsSilentAndAtItsEndItIsToldOnce() {
        var played = play(rule(0, 5, null), List.of(0.95, 0.1, 0.95, 0.95, 0.95, 0.95, 0.95, 0.1));

        assertThat(played.acts)
                .containsExactly(
                        Act.OPEN,
                        Act.RESOLVE,
                        Act.OPEN,
                        Act.NOTHING,
                        Act.NOTHING,
                        Act.ANNOUNCE,
                        Act.NOTHING,
                        Act.RESOLVE);
        assertThat(played.told).containsExactly(true, true, false, false, false, true, true, true);
    }

    @Test
    void whatWasNotToldIsNotToldToBeOver() {
        var played = play(rule(0, 60, null), List.of(0.95, 0.1, 0.95, 0.1));

        assertThat(played.acts).containsExactly(Act.OPEN, Act.RESOLVE, Act.OPEN, Act.RESOLVE);
        assertThat(played.told).containsExactly(true, true, false, false);
    }

    @Test
    void repeatsUntilSomebodyKnows() {
        Rule rule = rule(0, 0, MINUTE);
        var told = new Told();
        AlarmState state = AlarmState.NEW;
        var acts = new ArrayList<Act>();
        for (int i = 0; i < 300; i++) {
            told.acknowledged = i > 150;
            var step = state.after(seen(rule, i, 0.95, true), rule, told);
            state = step.next();
            if (step.act() != Act.NOTHING) {
                acts.add(step.act());
            }
        }

        assertThat(acts).containsExactly(Act.OPEN, Act.REPEAT, Act.REPEAT);
    }

    @Test
    void aMuteIsSilentAndAtItsEndItIsTold() {
        Rule rule = rule(0, 0, null);
        var told = new Told();
        told.quiet = true;
        var opened = AlarmState.NEW.after(seen(rule, 0, 0.95, true), rule, told);
        assertThat(opened.act()).isEqualTo(Act.OPEN);
        assertThat(opened.next().told()).isFalse();

        told.quiet = false;
        var announced = opened.next().after(seen(rule, 1, 0.95, true), rule, told);
        assertThat(announced.act()).isEqualTo(Act.ANNOUNCE);
        assertThat(announced.next().told()).isTrue();
    }

    @Test
    void aLongPauseOfSamplesBeginsTheForAnew() {
        Rule rule = rule(120, 0, null);
        AlarmState pending = AlarmState.NEW
                .after(seen(rule, 0, 0.95, true), rule, new Told())
                .next();

        var after = pending.after(new Seen(200_000, 0, true, false, true), rule, new Told());

        assertThat(after.act()).isEqualTo(Act.NOTHING);
        assertThat(after.next().since()).isEqualTo(200_000);
    }

    /** Values that hover around both thresholds. */
    private static double value(int step) {
        return 0.7 + 0.05 * step;
    }

    @Property(tries = 300)
    void openAndResolveAlternateAndEachFiringHeldLongEnough(
            @ForAll @Size(min = 1, max = 200) List<@IntRange(max = 6) Integer> steps,
            @ForAll @IntRange(max = 5) int hold,
            @ForAll @IntRange(max = 30) int cooldown) {
        Rule rule = rule(hold, cooldown, null);
        List<Double> values = steps.stream().map(AlarmStateTest::value).toList();
        var played = play(rule, values);

        boolean open = false;
        long lastTold = Long.MIN_VALUE / 2;
        for (int i = 0; i < values.size(); i++) {
            long time = 1_000L * i;
            switch (played.acts.get(i)) {
                case OPEN -> {
                    assertThat(open).isFalse();
                    open = true;
                    for (int back = 0; back <= hold; back++) {
                        assertThat(values.get(i - back)).isGreaterThan(0.9);
                    }
                }
                case RESOLVE -> {
                    assertThat(open).isTrue();
                    open = false;
                    assertThat(values.get(i)).isLessThanOrEqualTo(0.8);
                }
                case ANNOUNCE -> assertThat(open).isTrue();
                case REPEAT -> throw new AssertionError("nobody asked for repeats");
                case NOTHING -> {}
            }
            boolean spoke =
                    (played.acts.get(i) == Act.OPEN || played.acts.get(i) == Act.ANNOUNCE) && played.told.get(i);
            if (spoke) {
                assertThat(time - lastTold).isGreaterThanOrEqualTo(1_000L * cooldown);
                lastTold = time;
            }
        }
    }

    @Property(tries = 300)
    void readingTheSamplesAgainFromAnywhereChangesNothing(
            @ForAll @Size(min = 1, max = 100) List<@IntRange(max = 6) Integer> steps,
            @ForAll @IntRange(max = 5) int hold,
            @ForAll @IntRange(max = 20) int cooldown,
            @ForAll @DoubleRange(max = 0.99) double crash) {
        Rule rule = rule(hold, cooldown, null);
        List<Double> values = steps.stream().map(AlarmStateTest::value).toList();
        var whole = play(rule, values);

        // Dies after a step: what is left is what was recorded; then everything is read once more from the beginning,
        // first without anything following from what came before the crash.
        int died = (int) (crash * values.size());
        AlarmState recorded = recorded(whole.states.get(died));
        var acts = new ArrayList<>(whole.acts.subList(0, died + 1));
        AlarmState state = recorded;
        for (int i = 0; i < values.size(); i++) {
            var step = state.after(seen(rule, i, values.get(i), i > died), rule, new Told());
            state = step.next();
            if (i > died) {
                acts.add(step.act());
            } else {
                assertThat(step.act()).isEqualTo(Act.NOTHING);
            }
        }

        assertThat(acts).isEqualTo(whole.acts);
        assertThat(state).isEqualTo(whole.states.getLast());
    }

    private static AlarmState recorded(AlarmState state) {
        return state.phase() == Phase.FIRING
                ? state
                : new AlarmState(Phase.INACTIVE, 0, state.changed(), state.announced(), false);
    }
}
