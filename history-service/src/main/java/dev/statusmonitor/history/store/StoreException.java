package dev.statusmonitor.history.store;

import org.jspecify.annotations.Nullable;

/** The store cannot do what it was asked now. Asking again later is right. */
public class StoreException extends RuntimeException {
    /** @param message a sentence for the operator that says what is wrong and, where known, what to do */
    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
