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
        return jdbc.sql(
                        "SELECT kid, public_key, private_key, current, signs_from, created FROM signing_key ORDER BY created, kid")
                .query((row, number) -> new StoredKey(
                        row.getString("kid"),
                        row.getString("public_key"),
                        row.getString("private_key"),
                        row.getLong("current") == 1,
                        row.getLong("signs_from"),
                        row.getLong("created")))
                .list();
    }

    /**
     * Keeps the key as the newest, unless there is a newest one already.
     *
     * @return false where there is
     */
    boolean add(StoredKey key) {
        return jdbc.sql("""
                        INSERT INTO signing_key (kid, public_key, private_key, current, signs_from, created)
                        VALUES (:kid, :public, :private, 1, :signs, :created) ON CONFLICT DO NOTHING
                        """)
                        .param("kid", key.keyId())
                        .param("public", key.publicKey())
                        .param("private", key.privateKey())
                        .param("signs", key.signsFrom())
                        .param("created", key.created())
                        .update()
                == 1;
    }

    /** @return false where it was not the newest any more */
    boolean outdate(String keyId) {
        return jdbc.sql("UPDATE signing_key SET current = 0 WHERE kid = :kid AND current = 1")
                        .param("kid", keyId)
                        .update()
                == 1;
    }

    void delete(String keyId) {
        jdbc.sql("DELETE FROM signing_key WHERE kid = :kid AND current = 0")
                .param("kid", keyId)
                .update();
    }
}
