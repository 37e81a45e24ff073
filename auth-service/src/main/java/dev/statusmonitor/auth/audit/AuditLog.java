package dev.statusmonitor.auth.audit;

import dev.statusmonitor.auth.secret.Secrets;
import java.sql.Types;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of what changed whose access. It is written in the transaction of the change: neither is without the other. */
public final class AuditLog {
    private final JdbcClient jdbc;
    private final Clock clock;

    public AuditLog(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Notes something. Call it within the change's transaction.
     *
     * @param accountId whose access it is
     * @param type such as {@code token.created}
     * @param subject the id of what it was done to; null where that is the account itself
     * @param detail what a person calls it, never a secret; null where there is nothing to add
     */
    public void note(String accountId, String type, Deed deed, @Nullable String subject, @Nullable String detail) {
        jdbc.sql("""
                        INSERT INTO audit_event (id, account_id, time, type, actor, subject, address, detail)
                        VALUES (:id, :account, :time, :type, :actor, :subject, :address, :detail)
                        """)
                .param("id", Secrets.newId())
                .param("account", accountId)
                .param("time", clock.millis())
                .param("type", type)
                .param("actor", deed.actor())
                .param("subject", subject, Types.VARCHAR)
                .param("address", deed.address(), Types.VARCHAR)
                .param("detail", detail, Types.VARCHAR)
                .update();
    }

    /**
     * An account's events, the newest first.
     *
     * @param before the event after which they begin; null for the newest
     * @return empty where the account has no such event
     */
    Optional<List<AuditEvent>> list(String accountId, @Nullable String before, int limit) {
        long time = Long.MAX_VALUE;
        if (before != null) {
            Optional<Long> known = jdbc.sql("SELECT time FROM audit_event WHERE id = :id AND account_id = :account")
                    .param("id", before)
                    .param("account", accountId)
                    .query(Long.class)
                    .optional();
            if (known.isEmpty()) {
                return Optional.empty();
            }
            time = known.get();
        }
        return Optional.of(jdbc.sql("""
                        SELECT * FROM audit_event WHERE account_id = :account
                            AND (time < :time OR (time = :time AND id < :before))
                        ORDER BY time DESC, id DESC LIMIT :limit
                        """)
                .param("account", accountId)
                .param("time", time)
                .param("before", before == null ? "" : before)
                .param("limit", limit)
                .query((row, number) -> new AuditEvent(
                        row.getString("id"),
                        row.getLong("time"),
                        row.getString("type"),
                        row.getString("actor"),
                        row.getString("subject"),
                        row.getString("address"),
                        row.getString("detail")))
                .list());
    }
}
