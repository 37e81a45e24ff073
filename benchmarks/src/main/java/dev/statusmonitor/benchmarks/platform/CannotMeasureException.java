package dev.statusmonitor.benchmarks.platform;

/** A figure could not be measured. The message is a sentence for whoever asked for it. */
public final class CannotMeasureException extends Exception {
    public CannotMeasureException(String message) {
        super(message);
    }

    public CannotMeasureException(String message, Throwable cause) {
        super(message, cause);
    }
}
