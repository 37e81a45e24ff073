package dev.statusmonitor.alerts.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReceivingTest {
    private static final long START = 1_000_000;
    private final Receiving receiving = new Receiving(START);

    @Test
    void beginsWithTheFirstSampleAfterTheStart() {
        receiving.arrived(START - 1);
        assertThat(receiving.since(START + 60_000, 1)).isNull();

        receiving.arrived(START + 2_000);
        assertThat(receiving.since(START + 3_000, 1)).isEqualTo(START + 2_000);
    }

    @Test
    void withoutAnySenderItCountsFromTheStartAfterFiveMinutes() {
        assertThat(receiving.since(START + 299_000, 1)).isNull();
        assertThat(receiving.since(START + 300_000, 1)).isEqualTo(START);
    }

    @Test
    void whenAllFallSilentAtOnceItIsNotThemAtFirst() {
        receiving.arrived(START);
        assertThat(receiving.since(START + 30_000, 2)).isNull();
        assertThat(receiving.since(START + 30_000, 1)).isEqualTo(START);
        assertThat(receiving.since(START + 300_000, 2)).isEqualTo(START);

        receiving.arrived(START + 60_000);
        assertThat(receiving.since(START + 61_000, 2)).isEqualTo(START + 60_000);
    }
}
