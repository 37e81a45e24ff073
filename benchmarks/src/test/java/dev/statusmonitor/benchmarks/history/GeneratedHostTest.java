package dev.statusmonitor.benchmarks.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.history.store.HostSample;
import dev.statusmonitor.history.store.HostWindow;
import dev.statusmonitor.history.store.Tier;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GeneratedHostTest {
    private static final long SECOND = 1_795_000_020;

    @Test
    void measuresTheSameAgainAndOtherThingsThanAnotherHost() {
        HostSample sample = new GeneratedHost(1).sample(SECOND);

        assertThat(new GeneratedHost(1).sample(SECOND).sample().values())
                .isEqualTo(sample.sample().values());
        assertThat(new GeneratedHost(1).sample(SECOND + 1).sample().values())
                .isNotEqualTo(sample.sample().values());
        assertThat(new GeneratedHost(2).sample(SECOND).sample().values())
                .isNotEqualTo(sample.sample().values());
        assertThat(sample.sample().timestamp() / 1_000).isEqualTo(SECOND);
    }

    @Test
    void measuresWhatAnAgentDoes() {
        double[] values = new GeneratedHost(3).sample(SECOND).sample().values();

        assertThat(values.length).isBetween(45, 80);
        assertThat(Arrays.stream(values).filter(value -> value == 0).count()).isBetween(5L, 25L);
        assertThat(Arrays.stream(values).distinct().count()).isGreaterThan(25);
        assertThat(Arrays.stream(values).min().orElseThrow()).isZero();
    }

    @Test
    void reducesAWindow() {
        var host = new GeneratedHost(1);
        HostWindow window = host.window(Tier.MINUTE, SECOND / 60 * 60_000);

        assertThat(window.counts()).containsOnly(60);
        for (int i = 0; i < window.sums().length; i++) {
            assertThat(window.sums()[i] / 60).isBetween(window.mins()[i] - 1e-5, window.maxs()[i] + 1e-5);
        }
        assertThat(window.mins()).isNotEqualTo(window.maxs());
    }
}
