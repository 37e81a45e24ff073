package dev.statusmonitor.auth.store;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Deletes what can never be asked for again. */
public final class Purge {
    /** A used or expired code, ticket or token is told from an unknown one for a day. */
    private static final long KEPT_MILLIS = 24 * 3_600_000L;

    private static final List<String> EXPIRED = List.of(
            "DELETE FROM live_ticket WHERE expires < :before",
            "DELETE FROM agent_assertion WHERE expires < :before",
            "DELETE FROM enrolment WHERE expires < :before",
            "DELETE FROM refresh_token WHERE expires < :before",
            "DELETE FROM session WHERE expires < :before OR ended < :before");

    private final JdbcClient jdbc;

    public Purge(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Deletes what expired a day ago.
     *
     * @param now Unix time in milliseconds
     * @return how many rows
     */
    public int run(long now) {
        int rows = 0;
        for (String statement : EXPIRED) {
            rows += jdbc.sql(statement).param("before", now - KEPT_MILLIS).update();
        }
        return rows;
    }
}
