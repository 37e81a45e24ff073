package dev.statusmonitor.standalone.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DiskGrowthTest {
    private static final long MIB = 1L << 20;

    private final DiskGrowth growth = new DiskGrowth();

    @Test
    void isNotKnownBeforeItWasWatched() {
        assertThat(growth.bytesPerDay(0, 0)).isEmpty();
        growth.add(0, 1000 * MIB);
        assertThat(growth.bytesPerDay(minutes(9), 990 * MIB)).isEmpty();
    }

    @Test
    void isTheRateOverTheTimeWatched() {
        growth.add(0, 1000 * MIB);
        assertThat(growth.bytesPerDay(minutes(60), 990 * MIB)).hasValue(240 * MIB);
    }

    @Test
    void looksBackOneDayAtMost() {
        growth.add(0, 5000 * MIB);
        growth.add(minutes(60), 1000 * MIB);
        growth.add(minutes(25 * 60), 900 * MIB);
        assertThat(growth.bytesPerDay(minutes(25 * 60), 900 * MIB)).hasValue(100 * MIB);
    }

    @Test
    void isNegativeWhereRoomGrows() {
        growth.add(0, 900 * MIB);
        assertThat(growth.bytesPerDay(minutes(1440), 1000 * MIB)).hasValue(-100 * MIB);
    }

    private static long minutes(long minutes) {
        return Duration.ofMinutes(minutes).toNanos();
    }
}
