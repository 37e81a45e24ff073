package dev.statusmonitor.alerts.rule;

import dev.statusmonitor.alerts.evaluate.Rule;
import dev.statusmonitor.alerts.evaluate.Scope;
import dev.statusmonitor.alerts.evaluate.Severity;
import dev.statusmonitor.alerts.store.Words;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables of rules, and of the accounts that have got theirs. */
final class RuleStore {
    private static final String COLUMNS = "name = :name, kind = :kind, metric = :metric, direction = :direction,"
            + " threshold = :threshold, clear_at = :clear, hold = :hold, cooldown = :cooldown,"
            + " repeat_each = :repeat, severity = :severity, scope_kind = :scopeKind, scope_value = :scopeValue,"
            + " paused = :paused, changed = :changed";

    private final JdbcClient jdbc;

    RuleStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @return whether the account was not known before */
    boolean know(String accountId, long now) {
        return jdbc.sql("INSERT INTO known_account (id, created) VALUES (:id, :now) ON CONFLICT (id) DO NOTHING")
                        .param("id", accountId)
                        .param("now", now)
                        .update()
                == 1;
    }

    boolean isKnown(String accountId) {
        return jdbc.sql("SELECT COUNT(*) FROM known_account WHERE id = :id")
                        .param("id", accountId)
                        .query(Long.class)
                        .single()
                == 1;
    }

    List<String> accounts() {
        return jdbc.sql("SELECT id FROM known_account").query(String.class).list();
    }

    /** Forgets an account with all that is its own. */
    boolean forget(String accountId) {
        return jdbc.sql("DELETE FROM known_account WHERE id = :id")
                        .param("id", accountId)
                        .update()
                == 1;
    }

    void add(Rule rule) {
        bind(jdbc.sql("""
                                INSERT INTO rule (id, account_id, name, kind, metric, direction, threshold, clear_at,
                                    hold, cooldown, repeat_each, severity, scope_kind, scope_value, paused, created,
                                    changed)
                                VALUES (:id, :account, :name, :kind, :metric, :direction, :threshold, :clear, :hold,
                                    :cooldown, :repeat, :severity, :scopeKind, :scopeValue, :paused, :created, :changed)
                                """), rule).param("created", rule.created()).update();
    }

    /** @return false where it is gone */
    boolean replace(Rule rule) {
        return bind(jdbc.sql("UPDATE rule SET " + COLUMNS + " WHERE id = :id AND account_id = :account"), rule)
                        .update()
                == 1;
    }

    private static JdbcClient.StatementSpec bind(JdbcClient.StatementSpec statement, Rule rule) {
        Duration repeat = rule.repeat();
        return statement
                .param("id", rule.id())
                .param("account", rule.accountId())
                .param("name", rule.name())
                .param("kind", Words.of(rule.kind()))
                .param("metric", rule.metric())
                .param("direction", Words.of(rule.direction()))
                .param("threshold", rule.threshold())
                .param("clear", rule.clear())
                .param("hold", rule.hold().toMillis())
                .param("cooldown", rule.cooldown().toMillis())
                .param("repeat", repeat == null ? null : repeat.toMillis(), Types.BIGINT)
                .param("severity", Words.of(rule.severity()))
                .param("scopeKind", Words.of(rule.scope().kind()))
                .param("scopeValue", rule.scope().value())
                .param("paused", rule.paused() ? 1L : 0L)
                .param("changed", rule.changed());
    }

    boolean delete(String id, String accountId) {
        return jdbc.sql("DELETE FROM rule WHERE id = :id AND account_id = :account")
                        .param("id", id)
                        .param("account", accountId)
                        .update()
                == 1;
    }

    Optional<Rule> find(String id, String accountId) {
        return jdbc.sql("SELECT * FROM rule WHERE id = :id AND account_id = :account")
                .param("id", id)
                .param("account", accountId)
                .query((row, number) -> rule(row))
                .optional();
    }

    /** The account's, the oldest first. */
    List<Rule> of(String accountId) {
        return jdbc.sql("SELECT * FROM rule WHERE account_id = :account ORDER BY created, id")
                .param("account", accountId)
                .query((row, number) -> rule(row))
                .list();
    }

    List<Rule> all() {
        return jdbc.sql("SELECT * FROM rule").query((row, number) -> rule(row)).list();
    }

    private static Rule rule(ResultSet row) throws SQLException {
        long repeat = row.getLong("repeat_each");
        @Nullable Duration repeatEach = row.wasNull() ? null : Duration.ofMillis(repeat);
        return new Rule(
                row.getString("id"),
                row.getString("account_id"),
                row.getString("name"),
                Words.read(Rule.Kind.class, row.getString("kind")),
                row.getString("metric"),
                Words.read(Rule.Direction.class, row.getString("direction")),
                row.getDouble("threshold"),
                row.getDouble("clear_at"),
                Duration.ofMillis(row.getLong("hold")),
                Duration.ofMillis(row.getLong("cooldown")),
                repeatEach,
                Words.read(Severity.class, row.getString("severity")),
                new Scope(Words.read(Scope.Kind.class, row.getString("scope_kind")), row.getString("scope_value")),
                row.getLong("paused") == 1,
                row.getLong("created"),
                row.getLong("changed"));
    }
}
