package dev.statusmonitor.auth.setup;

import org.springframework.jdbc.core.simple.JdbcClient;

/** The set-up token: one at most. */
public final class SetupStore {
    private final JdbcClient jdbc;

    public SetupStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** From now on this token is good, and none before it. */
    void replace(String hash, long expires) {
        jdbc.sql("""
                        INSERT INTO setup_token (only_row, token_hash, expires) VALUES (1, :hash, :expires)
                        ON CONFLICT (only_row) DO UPDATE
                        SET token_hash = excluded.token_hash, expires = excluded.expires, used = NULL
                        """).param("hash", hash).param("expires", expires).update();
    }

    /** Whether the token could be used now. */
    boolean isGood(String hash, long now) {
        return jdbc.sql("""
                        SELECT EXISTS (
                            SELECT 1 FROM setup_token WHERE token_hash = :hash AND used IS NULL AND expires > :now)
                        """)
                .param("hash", hash)
                .param("now", now)
                .query(Boolean.class)
                .single();
    }

    /** Uses the token up; until the transaction's end nobody else can use one. */
    boolean use(String hash, long now) {
        return jdbc.sql("""
                        UPDATE setup_token SET used = :now
                        WHERE token_hash = :hash AND used IS NULL AND expires > :now
                        """).param("hash", hash).param("now", now).update() == 1;
    }

    /**
     * Until the transaction's end no account is made by a set-up token: whoever decides by whether there is an account
     * decides right.
     */
    public void hold() {
        jdbc.sql("""
                        INSERT INTO setup_token (only_row, token_hash, expires) VALUES (1, '', 0)
                        ON CONFLICT (only_row) DO UPDATE SET used = setup_token.used
                        """).update();
    }
}
