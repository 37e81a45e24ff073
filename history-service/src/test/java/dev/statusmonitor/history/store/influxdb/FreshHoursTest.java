package dev.statusmonitor.history.store.influxdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.contract.SeriesList;
import dev.statusmonitor.history.store.FreshMinutes.Taken;
import dev.statusmonitor.history.store.HostWindow;
import dev.statusmonitor.history.store.Tier;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FreshHoursTest {
    private static final long MINUTE = Tier.MINUTE.step();
    private static final long HOUR = Tier.HOUR.step();
    private static final long START = 1_789_999_200_000L;

    private final FreshHours hours = new FreshHours(START);

    private void add(long start, double min, double max, double sum, long count) {
        hours.add(new Taken(
                "h1",
                start,
                count,
                new HostWindow(
                        "h1",
                        start,
                        SeriesList.of(List.of("system.uptime")),
                        new double[] {min},
                        new double[] {max},
                        new double[] {sum},
                        new long[] {count})));
    }

    @Test
    void makesAnHourOfItsMinutes() {
        assertThat(Tier.HOUR.window(START)).isEqualTo(START);
        add(START, 1, 9, 100, 60);
        hours.add(new Taken("h1", START + MINUTE, 7, null));
        add(START + 59 * MINUTE, 0.5, 3, 50, 40);
        add(START + HOUR, 1, 1, 1, 1);

        assertThat(hours.takeBefore(START + HOUR)).singleElement().satisfies(taken -> {
            assertThat(taken.start()).isEqualTo(START);
            assertThat(taken.samples()).isEqualTo(107);
            HostWindow window = Objects.requireNonNull(taken.window());
            assertThat(window.mins()).containsExactly(0.5);
            assertThat(window.maxs()).containsExactly(9);
            assertThat(window.sums()).containsExactly(150);
            assertThat(window.counts()).containsExactly(100);
        });
        assertThat(hours.takeBefore(START + HOUR)).isEmpty();
        assertThat(hours.takeBefore(START + 2 * HOUR)).hasSize(1);
    }

    @Test
    void leavesToTheStoreWhatMayHaveBegunElsewhere() {
        add(START - MINUTE, 1, 1, 1, 1);
        add(START + MINUTE, 1, 1, 1, 1);
        hours.clear(START + 2 * MINUTE);
        add(START + 2 * MINUTE, 1, 1, 1, 1);

        assertThat(hours.takeBefore(START + HOUR)).isEmpty();
        add(START + HOUR, 1, 1, 1, 1);
        assertThat(hours.takeBefore(START + 2 * HOUR)).hasSize(1);
    }

    @Test
    void takesNoMoreOfAnHourThatWasTaken() {
        hours.takeBefore(START + HOUR);
        add(START + 59 * MINUTE, 1, 1, 1, 1);

        assertThat(hours.takeBefore(START + HOUR)).isEmpty();
    }
}
