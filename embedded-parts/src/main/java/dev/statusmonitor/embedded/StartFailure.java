package dev.statusmonitor.embedded;

import org.jspecify.annotations.Nullable;

/** An embedded part did not start. The message is a sentence for the person who started it. */
public final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    public StartFailure(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** What kind of failure it is, for callers that can do something about it. */
    public Reason reason() {
        return reason;
    }

    /** Kinds of failure. */
    public enum Reason {
        /** Another process (or this one) works in the folder. */
        FOLDER_IN_USE,
        /** What is in the folder cannot be read. */
        FOLDER_CORRUPT,
        /** The folder cannot be made or written. */
        FOLDER_NOT_WRITABLE,
        /** The disk has no room left. */
        DISK_FULL,
        /** Something else listens on the port. */
        PORT_TAKEN,
        /** There is no program to start. */
        NOT_INSTALLED,
        /** Anything else; the cause tells. */
        OTHER
    }
}
