package dev.statusmonitor.auth.session;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables of sessions and refresh tokens. */
public final class SessionStore {
    private final JdbcClient jdbc;

    public SessionStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void add(Session session, String userAgent, long now) {
        jdbc.sql("""
                        INSERT INTO session (id, account_id, created, last_used, expires, user_agent)
                        VALUES (:id, :account, :now, :now, :expires, :agent)
                        """)
                .param("agent", userAgent)
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

    /** The account's sessions that go on, the last used first. */
    List<LiveSession> list(String accountId, long now) {
        return jdbc.sql("""
                        SELECT id, created, last_used, user_agent FROM session
                        WHERE account_id = :account AND ended IS NULL AND expires > :now
                        ORDER BY last_used DESC, id
                        """)
                .param("account", accountId)
                .param("now", now)
                .query((row, number) -> new LiveSession(
                        row.getString("id"),
                        row.getLong("created"),
                        row.getLong("last_used"),
                        row.getString("user_agent")))
                .list();
    }

    void prolong(String id, long expires, long now) {
        jdbc.sql("UPDATE session SET expires = :expires, last_used = :now WHERE id = :id")
                .param("now", now)
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

    /**
     * Ends the account's sessions.
     *
     * @param but goes on; null where none does
     * @return how many there were
     */
    int endAll(String accountId, @Nullable String but, long now) {
        return jdbc.sql("""
                        UPDATE session SET ended = :now
                        WHERE account_id = :account AND ended IS NULL AND expires > :now AND id <> :but
                        """)
                .param("account", accountId)
                .param("but", but == null ? "" : but)
                .param("now", now)
                .update();
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
