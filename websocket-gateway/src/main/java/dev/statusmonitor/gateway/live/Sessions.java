package dev.statusmonitor.gateway.live;

import java.util.Collection;
import java.util.Set;

/** Tells which sessions have ended: by log-out, by another's, with their account. */
@FunctionalInterface
public interface Sessions {
    /**
     * Those of these that are over.
     *
     * @throws SessionsUnavailableException where that cannot be told
     */
    Set<String> ended(Collection<String> sessionIds) throws SessionsUnavailableException;

    /** Which sessions are over cannot be told right now. */
    final class SessionsUnavailableException extends Exception {
        SessionsUnavailableException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
