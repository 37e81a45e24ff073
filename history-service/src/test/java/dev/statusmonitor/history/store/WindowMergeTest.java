package dev.statusmonitor.history.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.contract.SeriesList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowMergeTest {
    private static HostWindow window(double value, List<String> names, long... counts) {
        var values = new double[counts.length];
        Arrays.fill(values, value);
        return new HostWindow("h", 60_000, SeriesList.of(names), values, values.clone(), values.clone(), counts);
    }

    @Test
    void leavesWhatIsThereWhereNothingIsBetter() {
        HostWindow there = window(1, List.of("a", "b"), 60, 60);

        assertThat(WindowMerge.of(there, window(2, List.of("a", "b"), 60, 59))).isSameAs(there);
        assertThat(WindowMerge.of(there, window(2, List.of("b"), 1))).isSameAs(there);
        assertThat(WindowMerge.of(there, window(2, List.of()))).isSameAs(there);
    }

    @Test
    void takesEachSeriesFromWhereItHasMoreValues() {
        HostWindow there = window(1, List.of("a", "b"), 60, 20);

        HostWindow merged = WindowMerge.of(there, window(2, List.of("b", "c", "a"), 40, 7, 59));

        assertThat(merged.series().names()).containsExactly("a", "b", "c");
        assertThat(merged.counts()).containsExactly(60, 40, 7);
        assertThat(merged.mins()).containsExactly(1, 2, 2);
        assertThat(merged.maxs()).containsExactly(1, 2, 2);
        assertThat(merged.sums()).containsExactly(1, 2, 2);
        // It was not changed itself.
        assertThat(there.counts()).containsExactly(60, 20);
        assertThat(there.mins()).containsExactly(1, 1);
    }
}
