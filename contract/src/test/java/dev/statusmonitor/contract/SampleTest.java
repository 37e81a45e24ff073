package dev.statusmonitor.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class SampleTest {
    private final SeriesList series = SeriesList.of(List.of("a", "b"));

    @Test
    void knowsItsValuesByName() {
        var sample = new Sample(1, 1000, series, new double[] {1.5, 2.5});

        assertThat(sample.value("b")).isEqualTo(2.5);
        assertThat(sample.value("c")).isNaN();
    }

    @Test
    void hasAValueForEachName() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Sample(1, 1000, series, new double[] {1}));
    }

    @Test
    void isEqualByItsValues() {
        var sample = new Sample(1, 1000, series, new double[] {1, 2});

        assertThat(sample)
                .isEqualTo(new Sample(1, 1000, SeriesList.of(List.of("a", "b")), new double[] {1, 2}))
                .hasSameHashCodeAs(new Sample(1, 1000, series, new double[] {1, 2}))
                .isNotEqualTo(new Sample(1, 1000, series, new double[] {1, 3}))
                .isNotEqualTo(new Sample(1, 1001, series, new double[] {1, 2}))
                .isNotEqualTo(new Sample(2, 1000, series, new double[] {1, 2}));
    }
}
