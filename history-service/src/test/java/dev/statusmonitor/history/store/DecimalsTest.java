package dev.statusmonitor.history.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTest {
    @Test
    void isTheNumberThatHasThePowerTaken() {
        assertThat(Decimals.whole(12.345, 1e3)).isEqualTo(12_345);
        assertThat(Decimals.whole(-0.00001, 1e5)).isEqualTo(-1);
        assertThat(Decimals.whole(0, 1)).isZero();
        assertThat(Decimals.whole((1L << 52) - 1, 1)).isEqualTo((1L << 52) - 1);
        assertThat(Decimals.whole(1 - (1L << 52), 1)).isEqualTo(1 - (1L << 52));
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                -0.0,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                Double.MIN_VALUE,
                Double.MAX_VALUE,
                0.12345,
                1L << 52,
                -(1L << 52)
            })
    void isNoneForWhatHasNoSuchNumber(double value) {
        assertThat(Decimals.whole(value, 1e3)).isEqualTo(Decimals.NONE);
        assertThat(Decimals.whole(value, 1)).isEqualTo(Decimals.NONE);
    }
}
