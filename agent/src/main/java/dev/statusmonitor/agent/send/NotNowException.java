package dev.statusmonitor.agent.send;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The platform cannot take it now; the same will do later. */
public final class NotNowException extends Exception {
    private static final long serialVersionUID = 1L;

    private final @Nullable Duration retryAfter;

    /** @param retryAfter when to come again, where the platform says so */
    public NotNowException(String message, @Nullable Duration retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    /** When to come again; null where the platform doesn't say. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
