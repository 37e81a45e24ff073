package dev.statusmonitor.alerts.evaluate;

/** A rule that makes no sense; the message says what would, and may be shown to whoever wrote it. */
public final class InvalidRuleException extends RuntimeException {
    public InvalidRuleException(String message) {
        super(message);
    }
}
