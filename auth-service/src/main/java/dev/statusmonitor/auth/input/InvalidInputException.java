package dev.statusmonitor.auth.input;

/** What was sent cannot be taken; the message says what would be right, and may be shown to whoever sent it. */
public final class InvalidInputException extends RuntimeException {
    public InvalidInputException(String message) {
        super(message);
    }
}
