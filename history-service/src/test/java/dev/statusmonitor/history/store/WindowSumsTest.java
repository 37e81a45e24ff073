package dev.statusmonitor.history.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.contract.SeriesList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WindowSumsTest {
    private static final SeriesList TWO = SeriesList.of(List.of("a", "b"));

    private final WindowSums sums = new WindowSums();

    private HostWindow window() {
        return Objects.requireNonNull(sums.window("h1", 60_000));
    }

    @Test
    void holdsSmallestLargestSumAndCount() {
        sums.addSample(TWO, new double[] {1, 10});
        sums.addSample(SeriesList.of(List.of("a", "b")), new double[] {3, -10});

        assertThat(window().host()).isEqualTo("h1");
        assertThat(window().start()).isEqualTo(60_000);
        assertThat(window().series()).isSameAs(TWO);
        assertThat(window().mins()).containsExactly(1, -10);
        assertThat(window().maxs()).containsExactly(3, 10);
        assertThat(window().sums()).containsExactly(4, 0);
        assertThat(window().counts()).containsExactly(2, 2);
    }

    @Test
    void takesSamplesWithOtherSeriesInAnyOrder() {
        sums.addSample(TWO, new double[] {1, 10});
        sums.addSample(SeriesList.of(List.of("c", "a")), new double[] {100, 2});
        sums.addSample(TWO, new double[] {4, 20});
        sums.addSample(SeriesList.of(List.of("b")), new double[] {5});

        assertThat(window().series().names()).containsExactly("a", "b", "c");
        assertThat(window().sums()).containsExactly(7, 35, 100);
        assertThat(window().counts()).containsExactly(3, 3, 1);
        assertThat(window().mins()).containsExactly(1, 5, 100);
    }

    @Test
    void beginsWithASampleWithoutValues() {
        assertThat(sums.window("h1", 0)).isNull();
        sums.addSample(SeriesList.of(List.of()), new double[] {});
        assertThat(sums.window("h1", 0)).isNull();

        sums.addSample(TWO, new double[] {1, 2});

        assertThat(window().series().names()).containsExactly("a", "b");
        assertThat(window().sums()).containsExactly(1, 2);
    }

    @Test
    void addsWindowsOfTheFinerTier() {
        sums.addWindow(TWO, new double[] {1, 3, 4, 2, 10, 10, 10, 1});
        sums.addWindow(TWO, new double[] {0, 2, 6, 4, 11, 12, 23, 2});

        assertThat(window().mins()).containsExactly(0, 10);
        assertThat(window().maxs()).containsExactly(3, 12);
        assertThat(window().sums()).containsExactly(10, 33);
        assertThat(window().counts()).containsExactly(6, 3);
    }

    @Test
    void losesNothingByTheOrderOfItsSums() {
        SeriesList one = SeriesList.of(List.of("a"));
        for (double value : new double[] {1e16, 1, -1e16, 1}) {
            sums.addSample(one, new double[] {value});
        }

        assertThat(window().sums()).containsExactly(2);
    }
}
