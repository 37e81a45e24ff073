package dev.statusmonitor.alerts.notify;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of a message. */
sealed interface Outcome {
    /**
     * It arrived.
     *
     * @param message by which the receiver knows it; null where it does not say
     */
    record Sent(@Nullable String message) implements Outcome {}

    /**
     * It may work later.
     *
     * @param retryAfter when the receiver asks to be left alone for so long; null where it says nothing
     * @param reason for a person
     */
    record Later(@Nullable Duration retryAfter, String reason) implements Outcome {}

    /**
     * It will never work as things are.
     *
     * @param reason for a person
     */
    record Never(String reason) implements Outcome {}
}
