package dev.statusmonitor.history.store;

import static dev.statusmonitor.history.store.TestSamples.sample;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FreshMinutesTest {
    private static final String UPTIME = "system.uptime";
    private static final long MINUTE = Tier.MINUTE.step();
    private static final long START = 1_790_000_040_000L;

    private final FreshMinutes minutes = new FreshMinutes(START);

    private void add(String host, long time, double value) {
        minutes.add(List.of(sample(host, time, Map.of(UPTIME, value))), time);
    }

    private HostWindow taken(long start) {
        return Objects.requireNonNull(
                Objects.requireNonNull(minutes.take("h1", start)).window());
    }

    @Test
    void makesAMinuteWhoseEveryValueCameThrough() {
        assertThat(Tier.MINUTE.window(START)).isEqualTo(START);
        add("h1", START + MINUTE + 10_000, 5);
        add("h1", START + MINUTE + 30_000, 3);
        add("h1", START + MINUTE + 30_000, 3);
        add("h1", START + 2 * MINUTE, 9);
        add("h1", START + MINUTE + 59_000, 2);
        add("h1", START + MINUTE + 20_000, 4);
        add("h1", START + MINUTE + 20_000, 4);

        HostWindow window = taken(START + MINUTE);

        assertThat(window.host()).isEqualTo("h1");
        assertThat(window.start()).isEqualTo(START + MINUTE);
        assertThat(window.mins()).containsExactly(2);
        assertThat(window.maxs()).containsExactly(5);
        assertThat(window.sums()).containsExactly(14);
        assertThat(window.counts()).containsExactly(4);
    }

    @Test
    void leavesToTheStoreWhatMayHaveBegunElsewhere() {
        add("h1", START - MINUTE, 1);
        add("h1", START + 20_000, 1);

        assertThat(minutes.take("h1", START - MINUTE)).isNull();
        assertThat(minutes.take("h1", START)).isNull();
        assertThat(minutes.take("h2", START)).isNull();
    }

    @Test
    void leavesToTheStoreWhatComesLate() {
        add("h1", START + 2 * MINUTE, 1);
        assertThat(taken(START + 2 * MINUTE).counts()).containsExactly(1);

        add("h1", START + 2 * MINUTE + 1_000, 1);
        add("h1", START + MINUTE, 1);

        assertThat(minutes.take("h1", START + 2 * MINUTE)).isNull();
        assertThat(minutes.take("h1", START + MINUTE)).isNull();
    }

    @Test
    void beginsAnewWhenOthersMayHaveStoredSome() {
        add("h1", START + MINUTE, 1);
        minutes.clear(START + MINUTE + 500);
        add("h1", START + MINUTE + 1_000, 1);
        add("h1", START + 2 * MINUTE, 1);

        assertThat(minutes.take("h1", START + MINUTE)).isNull();
        assertThat(taken(START + 2 * MINUTE).counts()).containsExactly(1);
    }

    @Test
    void doesNotFillMemoryForAHostWhoseClockJumps() {
        for (int i = 1; i <= 100; i++) {
            add("h1", START + i * MINUTE, 1);
        }

        long kept = IntStream.rangeClosed(1, 100)
                .filter(i -> minutes.take("h1", START + i * MINUTE) != null)
                .count();
        assertThat(kept).isEqualTo(3);
    }

    @Test
    void forgetsHostsThatSendNoMore() {
        add("h1", START + MINUTE, 1);
        minutes.forgetBefore(START + 2 * MINUTE);
        // Some of it is in the store alone by now.
        add("h1", START + MINUTE + 1_000, 1);
        add("h1", START + 2 * MINUTE, 1);

        assertThat(minutes.take("h1", START + MINUTE)).isNull();
        assertThat(taken(START + 2 * MINUTE).counts()).containsExactly(1);
    }

    @Test
    void takesWhatIsOverByTheSamplesThemselves() {
        add("h1", START + MINUTE, 1);
        add("h1", START + MINUTE + 59_000, 2);
        add("h1", START + 2 * MINUTE + 4_900, 3);
        assertThat(minutes.takeEnded(START + 2 * MINUTE + 5_000)).isEmpty();
        add("h1", START + 2 * MINUTE + 5_000, 4);

        assertThat(minutes.takeEnded(START + 2 * MINUTE + 5_000))
                .singleElement()
                .satisfies(taken -> {
                    assertThat(taken.host()).isEqualTo("h1");
                    assertThat(taken.start()).isEqualTo(START + MINUTE);
                    assertThat(taken.samples()).isEqualTo(2);
                    assertThat(Objects.requireNonNull(taken.window()).sums()).containsExactly(3);
                });
        assertThat(minutes.takeEnded(START + 2 * MINUTE + 5_000)).isEmpty();
    }

    @Test
    void takesWhatIsOverForLackOfSamples() {
        add("h1", START + MINUTE + 1_000, 1);

        assertThat(minutes.takeEnded(START + 2 * MINUTE)).isEmpty();
        assertThat(minutes.takeEnded(START + 2 * MINUTE + 1_000)).hasSize(1);
    }

    @Test
    void settlesNothingThatIsOpen() {
        add("h1", START + 2 * MINUTE, 1);
        add("h2", START + 3 * MINUTE, 1);

        assertThat(minutes.settle(START + MINUTE)).isEqualTo(START + MINUTE);
        assertThat(minutes.settle(START + 5 * MINUTE)).isEqualTo(START + 2 * MINUTE);
        minutes.takeEnded(START + 10 * MINUTE);
        assertThat(minutes.settle(START + 5 * MINUTE)).isEqualTo(START + 5 * MINUTE);
    }

    @Test
    void makesNothingMoreOfWhatIsSettled() {
        minutes.settle(START + 3 * MINUTE);
        add("h1", START + 2 * MINUTE, 1);
        add("h1", START + 3 * MINUTE, 1);

        assertThat(minutes.take("h1", START + 2 * MINUTE)).isNull();
        assertThat(taken(START + 3 * MINUTE).counts()).containsExactly(1);
    }
}
