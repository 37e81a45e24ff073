package dev.statusmonitor.auth.session;

import static dev.statusmonitor.auth.session.RefreshToken.Verdict.END_SESSION;
import static dev.statusmonitor.auth.session.RefreshToken.Verdict.REFUSE;
import static dev.statusmonitor.auth.session.RefreshToken.Verdict.REPEAT;
import static dev.statusmonitor.auth.session.RefreshToken.Verdict.ROTATE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RefreshTokenTest {
    private static final long NOW = 1_000_000;
    private static final Duration GRACE = Duration.ofSeconds(10);

    @Test
    void theNewestIsRotatedUntilItExpires() {
        assertThat(token(NOW + 1, null).judge(NOW, GRACE, false)).isEqualTo(ROTATE);
        assertThat(token(NOW, null).judge(NOW, GRACE, false)).isEqualTo(REFUSE);
    }

    @Test
    void thePreviousOneIsRepeatedWithinTheGrace() {
        assertThat(token(NOW + 1, NOW).judge(NOW, GRACE, true)).isEqualTo(REPEAT);
        assertThat(token(NOW + 1, NOW - 10_000).judge(NOW, GRACE, true)).isEqualTo(REPEAT);
        assertThat(token(NOW + 1, NOW - 10_001).judge(NOW, GRACE, true)).isEqualTo(END_SESSION);
    }

    @Test
    void anOlderOneEndsTheSession() {
        assertThat(token(NOW + 1, NOW).judge(NOW, GRACE, false)).isEqualTo(END_SESSION);
    }

    @Test
    void aClockThatWasSetBackStretchesNothing() {
        assertThat(token(NOW + 1, NOW + 1).judge(NOW, GRACE, true)).isEqualTo(END_SESSION);
    }

    private static RefreshToken token(long expires, @Nullable Long rotated) {
        return new RefreshToken("hash", "session", expires, rotated);
    }
}
