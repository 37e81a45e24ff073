package dev.statusmonitor.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RateTest {
    private static final long RANGE_32 = 1L << 32;
    private static final long SECOND = 1_000_000_000L;

    @Test
    void growsByTheSecond() {
        assertThat(Rate.perSecond(1_000, 4_000, 2 * SECOND)).isEqualTo(1_500);
    }

    @Test
    void isUnknownAfterAReset() {
        assertThat(Rate.perSecond(5_000_000, 100, SECOND)).isNaN();
        assertThat(Rate.perSecond(1L << 40, 100, SECOND)).isNaN();
        // Near the end of 32 bits, but further on than a counter comes in a second: a reset.
        assertThat(Rate.growth(RANGE_32 - 100, (1L << 30) + 1)).isEqualTo(-1);
    }

    @Test
    void isUnknownWithoutTimeOrCounter() {
        assertThat(Rate.perSecond(1, 2, 0)).isNaN();
        assertThat(Rate.perSecond(1, 2, -5)).isNaN();
        assertThat(Rate.perSecond(-1, -1, SECOND)).isNaN();
        assertThat(Rate.perSecond(-1, 7, SECOND)).isNaN();
        assertThat(Rate.perSecond(7, -1, SECOND)).isNaN();
    }

    @Test
    void isUnknownWhereACounterLeaps() {
        assertThat(Rate.growth(0, Long.MAX_VALUE)).isEqualTo(-1);
    }

    @Property
    void growsByTheDifference(
            @ForAll @LongRange(min = 0, max = 1L << 62) long before,
            @ForAll @LongRange(min = 0, max = 1L << 50) long growth) {
        assertThat(Rate.growth(before, before + growth)).isEqualTo(growth);
    }

    @Property
    void seesA32BitCounterWrap(
            @ForAll @LongRange(min = RANGE_32 - (1L << 29), max = RANGE_32 - 1) long before,
            @ForAll @LongRange(min = 0, max = 1L << 29) long growth) {
        assertThat(Rate.growth(before, (before + growth) % RANGE_32)).isEqualTo(growth);
    }

    @Property
    void seesA64BitCounterWrap(
            @ForAll @LongRange(min = -(1L << 40), max = -1) long before,
            @ForAll @LongRange(min = 0, max = 1L << 49) long growth) {
        assertThat(Rate.growth(before, before + growth)).isEqualTo(growth);
    }

    /** Whatever two readings are, a rate is a number that the platform takes, or none. */
    @Property
    void neverGoesBackward(@ForAll long before, @ForAll long now) {
        assertThat(Rate.growth(before, now)).isBetween(-1L, 1L << 50);
    }
}
