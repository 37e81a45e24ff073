package dev.statusmonitor.history.store;

/** A read did not end before its deadline. */
public final class TookTooLongException extends RuntimeException {
    public TookTooLongException() {
        super("the read took too long", null, false, false);
    }
}
