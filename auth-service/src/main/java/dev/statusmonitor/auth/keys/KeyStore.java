package dev.statusmonitor.auth.keys;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of signing keys. */
public final class KeyStore {
    private final JdbcClient jdbc;

    public KeyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<StoredKey> all() {
        return jdbc.sql("SELECT kid, public_key, private_key, current, created FROM signing_key ORDER BY created, kid")
                .query((row, number) -> new StoredKey(
                        row.getString("kid"),
                        row.getString("public_key"),
                        row.getString("private_key"),
                        row.getLong("current") == 1,
                        row.getLong("created")))
                .list();
    }

    /** Keeps the key, unless there is a current one already. */
    void addFirst(StoredKey key) {
        jdbc.sql("""
                        INSERT INTO signing_key (kid, public_key, private_key, current, created)
                        VALUES (:kid, :public, :private, 1, :created) ON CONFLICT DO NOTHING
                        """)
                .param("kid", key.keyId())
                .param("public", key.publicKey())
                .param("private", key.privateKey())
                .param("created", key.created())
                .update();
    }
}
