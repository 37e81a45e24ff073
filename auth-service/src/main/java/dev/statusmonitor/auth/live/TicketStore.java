package dev.statusmonitor.auth.live;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of tickets. */
public final class TicketStore {
    private final JdbcClient jdbc;

    public TicketStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void add(String hash, String sessionId, long expires) {
        jdbc.sql("INSERT INTO live_ticket (ticket_hash, session_id, expires) VALUES (:hash, :session, :expires)")
                .param("hash", hash)
                .param("session", sessionId)
                .param("expires", expires)
                .update();
    }

    /**
     * Uses the ticket up: of all that try, one gets its session.
     *
     * @return the session's id
     */
    Optional<String> use(String hash, long now) {
        return jdbc.sql("DELETE FROM live_ticket WHERE ticket_hash = :hash AND expires > :now RETURNING session_id")
                .param("hash", hash)
                .param("now", now)
                .query(String.class)
                .optional();
    }
}
