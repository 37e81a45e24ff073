package dev.statusmonitor.ingestion.validate;

/** The body is no JSON, or neither an object nor an array. The message is a sentence for the sender. */
public final class NotJsonException extends Exception {
    NotJsonException(String message) {
        super(message);
    }
}
