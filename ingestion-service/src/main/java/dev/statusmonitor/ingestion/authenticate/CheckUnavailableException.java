package dev.statusmonitor.ingestion.authenticate;

/** Nobody could say in time whether a token is good. */
final class CheckUnavailableException extends Exception {
    CheckUnavailableException(String message) {
        super(message);
    }

    CheckUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
