package dev.statusmonitor.auth.token;

import dev.statusmonitor.auth.secret.Secrets;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of assertions that were taken. */
public final class AssertionStore {
    private final JdbcClient jdbc;

    public AssertionStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @return false where it was taken before */
    boolean take(Assertion assertion) {
        return jdbc.sql("""
                        INSERT INTO agent_assertion (host_id, jti_hash, expires) VALUES (:host, :jti, :expires)
                        ON CONFLICT DO NOTHING
                        """)
                        .param("host", assertion.hostId())
                        .param("jti", Secrets.sha256(assertion.id()))
                        .param("expires", assertion.expires())
                        .update()
                == 1;
    }
}
