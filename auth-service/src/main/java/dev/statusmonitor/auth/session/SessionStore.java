package dev.statusmonitor.auth.session;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables of sessions and refresh tokens. */
public final class SessionStore {
    private final JdbcClient jdbc;

    public SessionStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void add(Session session, long now) {
        jdbc.sql("""
                        INSERT INTO session (id, account_id, created, expires)
                        VALUES (:id, :account, :now, :expires)
                        """)
                .param("id", session.id())
                .param("account", session.accountId())
                .param("now", now)
                .param("expires", session.expires())
                .update();
    }

    /** The session, as long as it goes on. */
    public Optional<Session> findLive(String id, long now) {
        return jdbc.sql(
                        "SELECT id, account_id, expires FROM session WHERE id = :id AND ended IS NULL AND expires > :now")
                .param("id", id)
                .param("now", now)
                .query((row, number) -> session(row))
                .optional();
    }

    /**
     * Holds the session until the transaction's end, as long as it goes on: whoever else wants to refresh it waits.
     */
    Optional<Session> hold(String id, long now) {
        return jdbc.sql("""
                        UPDATE session SET expires = expires WHERE id = :id AND ended IS NULL AND expires > :now
                        RETURNING id, account_id, expires
                        """)
                .param("id", id)
                .param("now", now)
                .query((row, number) -> session(row))
                .optional();
    }

    void prolong(String id, long expires) {
        jdbc.sql("UPDATE session SET expires = :expires WHERE id = :id")
                .param("id", id)
                .param("expires", expires)
                .update();
    }

    /** @return false where it had ended already, or there is none */
    boolean end(String id, long now) {
        return jdbc.sql("UPDATE session SET ended = :now WHERE id = :id AND ended IS NULL")
                        .param("id", id)
                        .param("now", now)
                        .update()
                == 1;
    }

    void addToken(RefreshToken token) {
        jdbc.sql("""
                        INSERT INTO refresh_token (token_hash, session_id, expires)
                        VALUES (:hash, :session, :expires)
                        """)
                .param("hash", token.hash())
                .param("session", token.sessionId())
                .param("expires", token.expires())
                .update();
    }

    Optional<RefreshToken> findToken(String hash) {
        return jdbc.sql("SELECT token_hash, session_id, expires, rotated FROM refresh_token WHERE token_hash = :hash")
                .param("hash", hash)
                .query((row, number) -> {
                    long rotated = row.getLong("rotated");
                    boolean isNewest = row.wasNull();
                    return new RefreshToken(
                            row.getString("token_hash"),
                            row.getString("session_id"),
                            row.getLong("expires"),
                            isNewest ? null : rotated);
                })
                .optional();
    }

    void rotate(String hash, long now) {
        jdbc.sql("UPDATE refresh_token SET rotated = :now WHERE token_hash = :hash")
                .param("hash", hash)
                .param("now", now)
                .update();
    }

    private static Session session(ResultSet row) throws SQLException {
        return new Session(row.getString("id"), row.getString("account_id"), row.getLong("expires"));
    }
}
