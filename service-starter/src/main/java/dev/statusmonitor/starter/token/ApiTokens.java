package dev.statusmonitor.starter.token;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whose a personal API token is. Safe for use by several threads. */
@FunctionalInterface
public interface ApiTokens {
    /**
     * Who calls by this token.
     *
     * @return empty where it is unknown, expired or was revoked
     * @throws UnavailableException where that cannot be known now
     */
    Optional<Caller> find(String token);

    /** Whose token it is could not be asked: whoever needed it must refuse, and may be asked again. */
    final class UnavailableException extends RuntimeException {
        public UnavailableException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
