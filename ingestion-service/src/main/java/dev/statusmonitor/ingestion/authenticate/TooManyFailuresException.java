package dev.statusmonitor.ingestion.authenticate;

import java.time.Duration;

/** An address has sent too many bad tokens to be worth another question to auth-service. */
final class TooManyFailuresException extends Exception {
    private final Duration retryAfter;

    TooManyFailuresException(Duration retryAfter) {
        super("too many bad tokens from this address");
        this.retryAfter = retryAfter;
    }

    Duration retryAfter() {
        return retryAfter;
    }
}
