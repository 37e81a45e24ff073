package dev.statusmonitor.auth.live;

import java.sql.Types;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of tickets. */
public final class TicketStore {
    private final JdbcClient jdbc;

    public TicketStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Of the two ids, one is null. */
    void add(String hash, @Nullable String sessionId, @Nullable String tokenId, long expires) {
        jdbc.sql("""
                        INSERT INTO live_ticket (ticket_hash, session_id, api_token_id, expires)
                        VALUES (:hash, :session, :token, :expires)
                        """)
                .param("hash", hash)
                .param("session", sessionId, Types.VARCHAR)
                .param("token", tokenId, Types.VARCHAR)
                .param("expires", expires)
                .update();
    }

    /**
     * Uses the ticket up: of all that try, one gets whose it is. Of the two ids, one is null.
     */
    Optional<Used> use(String hash, long now) {
        return jdbc.sql("""
                        DELETE FROM live_ticket WHERE ticket_hash = :hash AND expires > :now
                        RETURNING session_id, api_token_id
                        """)
                .param("hash", hash)
                .param("now", now)
                .query((row, number) -> new Used(row.getString("session_id"), row.getString("api_token_id")))
                .optional();
    }

    /** Those of the ids that are of a session or an API token that goes on. */
    Set<String> goingOn(Collection<String> ids, long now) {
        return new HashSet<>(jdbc.sql("""
                        SELECT id FROM session WHERE id IN (:ids) AND ended IS NULL AND expires > :now
                        UNION ALL
                        SELECT id FROM api_token WHERE id IN (:ids) AND (expires IS NULL OR expires > :now)
                        """)
                .param("ids", ids)
                .param("now", now)
                .query(String.class)
                .list());
    }

    record Used(@Nullable String sessionId, @Nullable String tokenId) {}
}
