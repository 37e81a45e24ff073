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
            "DELETE FROM invitation WHERE expires < :before",
            "DELETE FROM password_reset WHERE expires < :before",
            "DELETE FROM refresh_token WHERE expires < :before",
            "DELETE FROM session WHERE expires < :before OR ended < :before");

    /** More than a year, so that what happened about this time last year is still there. */
    private static final long AUDIT_KEPT_MILLIS = 400 * KEPT_MILLIS;

    private final JdbcClient jdbc;

    public Purge(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Deletes what expired a day ago, and what the audit log has had for 400 days.
     *
     * @param now Unix time in milliseconds
     * @return how many rows
     */
    public int run(long now) {
        int rows = jdbc.sql("DELETE FROM audit_event WHERE time < :before")
                .param("before", now - AUDIT_KEPT_MILLIS)
                .update();
        for (String statement : EXPIRED) {
            rows += jdbc.sql(statement).param("before", now - KEPT_MILLIS).update();
        }
        return rows;
    }
}
