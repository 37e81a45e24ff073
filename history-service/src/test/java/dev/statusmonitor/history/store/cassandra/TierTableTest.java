package dev.statusmonitor.history.store.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TierTableTest {
    private static final long HOUR = Duration.ofHours(1).toMillis();

    @Test
    void cutsTheTimeIntoBuckets() {
        assertThat(TierTable.SAMPLES.bucket(5 * HOUR - 1)).isEqualTo(4);
        assertThat(TierTable.SAMPLES.bucket(5 * HOUR)).isEqualTo(5);
        assertThat(TierTable.MINUTES.bucket(49 * HOUR)).isEqualTo(2);
        assertThat(TierTable.HOURS.bucket(31 * 24 * HOUR)).isEqualTo(1);
        for (TierTable table : TierTable.values()) {
            long time = 1_790_000_000_123L;
            assertThat(table.start(table.bucket(time))).isLessThanOrEqualTo(time);
            assertThat(table.stop(table.bucket(time))).isGreaterThan(time);
        }
    }

    @Test
    void keepsARowAsLongAsItsTimeSays() {
        long now = 1_790_000_000_000L;
        assertThat(TierTable.SAMPLES.secondsLeft(now, now)).isEqualTo(26 * 3600);
        assertThat(TierTable.SAMPLES.secondsLeft(now - 26 * HOUR + 1, now)).isEqualTo(1);
        // Cassandra would keep for ever what has no second left to live.
        assertThat(TierTable.SAMPLES.secondsLeft(now - 26 * HOUR, now)).isZero();
        assertThat(TierTable.SAMPLES.secondsLeft(now - 30 * HOUR, now)).isNegative();
        assertThat(TierTable.HOURS.secondsLeft(now - 365 * 24 * HOUR, now)).isEqualTo(24 * 3600);
    }
}
