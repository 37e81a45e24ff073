package dev.statusmonitor.alerts.rule;

import dev.statusmonitor.alerts.evaluate.Scope;
import dev.statusmonitor.alerts.store.Words;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.ZoneId;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of mutes and maintenance windows. */
final class SilenceStore {
    private final JdbcClient jdbc;

    SilenceStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void add(Silence silence) {
        jdbc.sql("""
                        INSERT INTO silence (id, account_id, kind, name, rule_id, scope_kind, scope_value, start_at,
                            stop_at, zone, created)
                        VALUES (:id, :account, :kind, :name, :rule, :scopeKind, :scopeValue, :start, :stop, :zone,
                            :created)
                        """)
                .param("id", silence.id())
                .param("account", silence.accountId())
                .param("kind", Words.of(silence.kind()))
                .param("name", silence.name())
                .param("rule", silence.ruleId(), Types.VARCHAR)
                .param("scopeKind", Words.of(silence.scope().kind()))
                .param("scopeValue", silence.scope().value())
                .param("start", silence.start())
                .param("stop", silence.stop())
                .param("zone", silence.zone() == null ? null : silence.zone().getId(), Types.VARCHAR)
                .param("created", silence.created())
                .update();
    }

    boolean delete(String id, String accountId, Silence.Kind kind) {
        return jdbc.sql("DELETE FROM silence WHERE id = :id AND account_id = :account AND kind = :kind")
                        .param("id", id)
                        .param("account", accountId)
                        .param("kind", Words.of(kind))
                        .update()
                == 1;
    }

    /** Those that are not over, or come back; the one that began first is the first. */
    List<Silence> of(String accountId, Silence.Kind kind, long now) {
        return jdbc.sql("""
                        SELECT * FROM silence
                        WHERE account_id = :account AND kind = :kind AND (stop_at > :now OR zone IS NOT NULL)
                        ORDER BY start_at, id
                        """)
                .param("account", accountId)
                .param("kind", Words.of(kind))
                .param("now", now)
                .query((row, number) -> silence(row))
                .list();
    }

    List<Silence> all(long now) {
        return jdbc.sql("SELECT * FROM silence WHERE stop_at > :now OR zone IS NOT NULL")
                .param("now", now)
                .query((row, number) -> silence(row))
                .list();
    }

    int deleteBefore(long time) {
        return jdbc.sql("DELETE FROM silence WHERE stop_at < :time AND zone IS NULL")
                .param("time", time)
                .update();
    }

    private static Silence silence(ResultSet row) throws SQLException {
        String zone = row.getString("zone");
        return new Silence(
                row.getString("id"),
                row.getString("account_id"),
                Words.read(Silence.Kind.class, row.getString("kind")),
                row.getString("name"),
                row.getString("rule_id"),
                new Scope(Words.read(Scope.Kind.class, row.getString("scope_kind")), row.getString("scope_value")),
                row.getLong("start_at"),
                row.getLong("stop_at"),
                zone == null ? null : ZoneId.of(zone),
                row.getLong("created"));
    }
}
