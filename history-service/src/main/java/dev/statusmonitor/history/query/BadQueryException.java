package dev.statusmonitor.history.query;

/** A question that cannot be answered as it was put; the message says to a person what would be right. */
final class BadQueryException extends RuntimeException {
    BadQueryException(String message) {
        super(message, null, false, false);
    }
}
