package dev.statusmonitor.ingestion.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TrafficTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** Such a clock may begin anywhere, and run over. */
    private long now = Long.MAX_VALUE - SECOND;

    private final Traffic traffic = new Traffic(now);

    private boolean at(int rate, Duration time) {
        boolean busy = false;
        long stop = now + time.toNanos();
        while (now - stop < 0) {
            busy = traffic.isBusy(now);
            now += SECOND / rate;
        }
        return busy;
    }

    @Test
    void isQuietFromTheStart() {
        assertThat(traffic.isBusy(now)).isFalse();
    }

    @Test
    void isQuietAtOneASecondAndAtFourHundred() {
        assertThat(at(1, Duration.ofSeconds(5))).isFalse();
        assertThat(at(400, Duration.ofSeconds(5))).isFalse();
    }

    @Test
    void isBusyAtAThousandASecondAndMore() {
        assertThat(at(1_000, Duration.ofSeconds(1))).isTrue();
        assertThat(at(5_000, Duration.ofSeconds(1))).isTrue();
    }

    @Test
    void takesTheFirstOfManyForFew() {
        assertThat(at(5_000, Duration.ofMillis(90))).isFalse();
        assertThat(at(5_000, Duration.ofMillis(20))).isTrue();
    }

    @Test
    void isQuietAgainWhenFewCome() {
        at(5_000, Duration.ofSeconds(1));

        assertThat(at(100, Duration.ofMillis(300))).isFalse();
    }

    @Test
    void isQuietAgainAfterNoneCame() {
        at(5_000, Duration.ofMillis(1_090));
        now += SECOND;

        assertThat(traffic.isBusy(now)).isFalse();
    }
}
