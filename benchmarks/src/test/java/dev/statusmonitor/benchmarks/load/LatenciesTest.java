package dev.statusmonitor.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void knowsNothingOfNothing() {
        assertThat(new Latencies().millis(0.99)).isZero();
    }

    @Test
    void tellsPercentilesWithinThreePercent() {
        var latencies = new Latencies();
        for (int i = 1; i <= 10_000; i++) {
            latencies.add(i * 10_000L);
        }
        assertThat(latencies.count()).isEqualTo(10_000);
        assertThat(latencies.millis(0.5)).isCloseTo(50, Percentage.withPercentage(3.5));
        assertThat(latencies.millis(0.99)).isCloseTo(99, Percentage.withPercentage(3.5));
        assertThat(latencies.millis(1)).isEqualTo(100);
        assertThat(latencies.maxMillis()).isEqualTo(100);
    }

    @Test
    void takesAnyDuration() {
        var latencies = new Latencies();
        latencies.add(-5);
        latencies.add(0);
        latencies.add(31);
        latencies.add(32);
        latencies.add(Long.MAX_VALUE);
        assertThat(latencies.count()).isEqualTo(5);
        assertThat(latencies.millis(0.6)).isCloseTo(31e-6, within(1e-9));
        assertThat(latencies.millis(1)).isEqualTo(Long.MAX_VALUE / 1e6);
    }
}
