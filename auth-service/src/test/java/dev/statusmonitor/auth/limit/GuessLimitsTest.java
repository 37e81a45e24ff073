package dev.statusmonitor.auth.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class GuessLimitsTest {
    private static final String EMAIL = "ada@example.org";

    private final Time time = new Time();
    private final GuessLimits limits = new GuessLimits(new LimitSettings(Duration.ofMinutes(10), 30, 50, 3), time);

    @Test
    void anAddressThatGuessesTooOftenWaits() {
        for (int i = 0; i < 30; i++) {
            assertThat(limits.blockedFor("192.0.2.1", "someone" + i + "@example.org"))
                    .isEmpty();
            limits.failed("192.0.2.1", "someone" + i + "@example.org");
        }

        assertThat(limits.blockedFor("192.0.2.1", EMAIL)).hasValue(Duration.ofSeconds(20));
        assertThat(limits.blockedFor("192.0.2.2", EMAIL)).isEmpty();
        time.nanos += Duration.ofSeconds(20).toNanos();
        assertThat(limits.blockedFor("192.0.2.1", EMAIL)).isEmpty();
    }

    @Test
    void theOwnerOfAnAttackedAccountStillGetsIn() {
        for (int i = 0; i < 100; i++) {
            limits.failed("198.51.100." + i, EMAIL);
        }

        assertThat(limits.blockedFor("192.0.2.1", EMAIL)).isEmpty();
        for (int i = 0; i < 3; i++) {
            limits.failed("192.0.2.1", EMAIL);
        }
        assertThat(limits.blockedFor("192.0.2.1", EMAIL)).isPresent();
        assertThat(limits.blockedFor("192.0.2.1", "bob@example.org")).isEmpty();
    }

    @Test
    void codesCountApartFromPasswords() {
        for (int i = 0; i < 30; i++) {
            limits.failed("192.0.2.1");
        }

        assertThat(limits.blockedFor("192.0.2.1")).isPresent();
        assertThat(limits.blockedFor("192.0.2.1", EMAIL)).isEmpty();
    }

    @Test
    void aWholeIpv6NetworkIsOneAddress() {
        for (int i = 0; i < 30; i++) {
            limits.failed("2001:db8:1:2::" + i);
        }

        assertThat(limits.blockedFor("2001:db8:1:2:ffff::1")).isPresent();
        assertThat(limits.blockedFor("2001:db8:1:3::1")).isEmpty();
        assertThat(limits.blockedFor("no:address")).isEmpty();
    }

    private static final class Time implements TimeMeter {
        private long nanos;

        @Override
        public long currentTimeNanos() {
            return nanos;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
