package dev.statusmonitor.auth.reset;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of reset links: one an account at most. */
public final class PasswordResetStore {
    private final JdbcClient jdbc;

    public PasswordResetStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** From now on this token is good for the account, and none before it. */
    void replace(String accountId, String hash, long expires) {
        jdbc.sql("""
                        INSERT INTO password_reset (account_id, token_hash, expires) VALUES (:account, :hash, :expires)
                        ON CONFLICT (account_id) DO UPDATE
                        SET token_hash = excluded.token_hash, expires = excluded.expires
                        """)
                .param("account", accountId)
                .param("hash", hash)
                .param("expires", expires)
                .update();
    }

    /** Whether the token could be used now. */
    boolean isGood(String hash, long now) {
        return jdbc.sql("SELECT EXISTS (SELECT 1 FROM password_reset WHERE token_hash = :hash AND expires > :now)")
                .param("hash", hash)
                .param("now", now)
                .query(Boolean.class)
                .single();
    }

    /**
     * Uses the token up: of all that try, one gets its account.
     *
     * @return the account's id
     */
    Optional<String> use(String hash, long now) {
        return jdbc.sql("DELETE FROM password_reset WHERE token_hash = :hash AND expires > :now RETURNING account_id")
                .param("hash", hash)
                .param("now", now)
                .query(String.class)
                .optional();
    }

    /** No link of the account is good any more. */
    public void forget(String accountId) {
        jdbc.sql("DELETE FROM password_reset WHERE account_id = :account")
                .param("account", accountId)
                .update();
    }
}
