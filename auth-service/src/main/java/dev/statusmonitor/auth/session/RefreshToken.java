package dev.statusmonitor.auth.session;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A refresh token as it is remembered.
 *
 * @param hash SHA-256 of it
 * @param expires Unix time in milliseconds
 * @param rotated when it was exchanged for its successor; null while it is its family's newest
 */
record RefreshToken(
        String hash,
        String sessionId,
        long expires,
        @Nullable Long rotated) {

    /** What is due to whoever shows this token. */
    Verdict judge(long now, Duration grace, boolean successorIsNewest) {
        if (expires <= now) {
            return Verdict.REFUSE;
        }
        if (rotated == null) {
            return Verdict.ROTATE;
        }
        // A clock that was set back must not stretch the grace.
        long age = now - rotated;
        boolean justNow = age >= 0 && age <= grace.toMillis();
        return justNow && successorIsNewest ? Verdict.REPEAT : Verdict.END_SESSION;
    }

    enum Verdict {
        /** It is over. */
        REFUSE,
        /** Give its successor. */
        ROTATE,
        /** Give the same successor once more: two tabs asked at the same instant. */
        REPEAT,
        /** It was used before, so two hold it, and one of them is a thief: nobody may go on. */
        END_SESSION
    }
}
