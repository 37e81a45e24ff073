package dev.statusmonitor.history.store;

/** A read would give more than its bound. */
public final class AnswerTooLargeException extends RuntimeException {
    private final int limit;

    AnswerTooLargeException(int limit) {
        super("more than " + limit + " values", null, false, false);
        this.limit = limit;
    }

    /** How many values an answer may have. */
    public int limit() {
        return limit;
    }
}
