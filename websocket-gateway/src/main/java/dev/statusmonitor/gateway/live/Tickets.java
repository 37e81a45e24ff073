package dev.statusmonitor.gateway.live;

import java.util.Optional;

/** Exchanges one-time tickets for the sessions that they stand for. */
@FunctionalInterface
public interface Tickets {
    /**
     * Uses a ticket up.
     *
     * @return whose it was; empty where it is wrong, used or expired
     * @throws TicketsUnavailableException where that cannot be told
     */
    Optional<Holder> redeem(String ticket) throws TicketsUnavailableException;

    /**
     * Whose ticket it was.
     *
     * @param accountId the account
     * @param sessionId the session, with which the connection ends
     * @param sessionExpires when its access ends, Unix time in milliseconds
     */
    record Holder(String accountId, String sessionId, long sessionExpires) {}

    /** Whose ticket it is cannot be told right now. */
    final class TicketsUnavailableException extends Exception {
        TicketsUnavailableException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
