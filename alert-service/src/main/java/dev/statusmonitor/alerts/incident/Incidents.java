package dev.statusmonitor.alerts.incident;

import dev.statusmonitor.alerts.evaluate.AlarmState;
import dev.statusmonitor.alerts.evaluate.OpenIncident;
import dev.statusmonitor.alerts.evaluate.Rule;
import dev.statusmonitor.alerts.evaluate.Transition;
import dev.statusmonitor.alerts.rule.Rules;
import dev.statusmonitor.alerts.store.Ids;
import dev.statusmonitor.alerts.store.Words;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The records of what was wrong. Each change is written in one transaction with the event that tells of it. Safe for
 * use by several threads.
 */
public final class Incidents {
    /** A cooldown is not longer: older incidents have nothing to say about what fires now. */
    private static final Duration RELEVANT = Duration.ofDays(8);

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Claims claims;
    private final Rules rules;
    private final Ids ids;
    private final Clock clock;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    public Incidents(JdbcClient jdbc, TransactionTemplate transactions, Rules rules, Ids ids, Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.claims = new Claims(jdbc);
        this.rules = rules;
        this.ids = ids;
        this.clock = clock;
    }

    /** Has {@code listener} called after each commit that left an event. */
    public void onEvent(Runnable listener) {
        listeners.add(listener);
    }

    /** What evaluation decided, and which partition it came from. */
    public record Decision(
            Transition transition,
            String partition,
            long epoch,
            @Nullable String processes) {}

    /**
     * Records decisions, all or none, with their events.
     *
     * @throws FencedException where a partition is somebody else's now; nothing was recorded
     */
    public void record(List<Decision> decisions) {
        transactions.executeWithoutResult(status -> {
            var held = new HashMap<String, Long>();
            for (Decision each : decisions) {
                if (held.putIfAbsent(each.partition, each.epoch) == null) {
                    claims.require(each.partition, each.epoch);
                }
            }
            decisions.forEach(this::record);
        });
        listeners.forEach(Runnable::run);
    }

    private void record(Decision decision) {
        Transition what = decision.transition;
        boolean changed = switch (what.act()) {
            case NOTHING -> false;
            case OPEN -> {
                if (!open(what, decision.processes)) {
                    // One is open that the evaluation does not know of: it has to read the records again.
                    throw new FencedException(decision.partition);
                }
                yield true;
            }
            case ANNOUNCE, REPEAT -> announce(what);
            case RESOLVE -> resolve(what);
        };
        if (changed) {
            AlertEvent.Type type = switch (what.act()) {
                case OPEN -> what.speak() ? AlertEvent.Type.FIRING : AlertEvent.Type.CHANGED;
                case ANNOUNCE -> AlertEvent.Type.FIRING;
                case REPEAT -> AlertEvent.Type.REPEATED;
                case RESOLVE -> AlertEvent.Type.RESOLVED;
                case NOTHING -> AlertEvent.Type.CHANGED;
            };
            put(what.incident(), type, what.speak(), what.time());
        }
    }

    private boolean open(Transition what, @Nullable String processes) {
        Rule rule = what.rule();
        return jdbc.sql("""
                        INSERT INTO incident (id, account_id, rule_id, rule, severity, host_id, host_name, series,
                            since, opened, value, peak, announced, messages, changed, processes)
                        VALUES (:id, :account, :ruleId, :rule, :severity, :host, :hostName, :series, :since, :opened,
                            :value, :peak, :announced, :messages, :opened, :processes)
                        ON CONFLICT (rule_id, host_id, series) WHERE resolved IS NULL DO NOTHING
                        """)
                        .param("id", what.incident())
                        .param("account", rule.accountId())
                        .param("ruleId", rule.id())
                        .param("rule", RuleJson.write(rule))
                        .param("severity", Words.of(rule.severity()))
                        .param("host", what.host().id())
                        .param("hostName", what.host().name())
                        .param("series", what.series())
                        .param("since", what.since())
                        .param("opened", what.time())
                        .param("value", number(what.value()), Types.DOUBLE)
                        .param("peak", number(what.peak()), Types.DOUBLE)
                        .param("announced", what.speak() ? what.time() : null, Types.BIGINT)
                        .param("messages", what.speak() ? 1L : 0L)
                        .param("processes", processes, Types.VARCHAR)
                        .update()
                == 1;
    }

    private boolean announce(Transition what) {
        return jdbc.sql("""
                        UPDATE incident SET announced = :time, changed = :time, messages = messages + 1, peak = :peak
                        WHERE id = :id AND resolved IS NULL
                        """)
                        .param("id", what.incident())
                        .param("time", what.time())
                        .param("peak", number(what.peak()), Types.DOUBLE)
                        .update()
                == 1;
    }

    private boolean resolve(Transition what) {
        Transition.Reason reason = what.reason();
        return jdbc.sql("""
                        UPDATE incident SET resolved = :time, changed = :time, last_value = :value, reason = :reason,
                            peak = COALESCE(:peak, peak)
                        WHERE id = :id AND resolved IS NULL
                        """)
                        .param("id", what.incident())
                        .param("time", what.time())
                        .param("value", number(what.value()), Types.DOUBLE)
                        .param("peak", number(what.peak()), Types.DOUBLE)
                        .param("reason", reason == null ? null : Words.of(reason), Types.VARCHAR)
                        .update()
                == 1;
    }

    /** To be called within the transaction of the change. */
    private void put(String incidentId, AlertEvent.Type type, boolean tell, long time) {
        Incident incident = get(incidentId).orElseThrow();
        String id = ids.next(clock.millis());
        var event = new AlertEvent(id, type, tell, incident.accountId(), time, AlertEvent.IncidentView.of(incident));
        jdbc.sql("INSERT INTO event_outbox (id, host_id, event) VALUES (:id, :host, :event)")
                .param("id", id)
                .param("host", incident.hostId())
                .param("event", event.toJson())
                .update();
    }

    /**
     * Somebody knows.
     *
     * @param by who, as it is shown
     * @return the incident as it is now; empty where the account has none such
     */
    public Optional<Incident> acknowledge(String id, String accountId, String by) {
        Optional<Incident> after = Objects.requireNonNull(transactions.execute(status -> {
            int changed = jdbc.sql("""
                            UPDATE incident SET acknowledged = :now, acknowledged_by = :by
                            WHERE id = :id AND account_id = :account AND resolved IS NULL AND acknowledged IS NULL
                            """)
                    .param("id", id)
                    .param("account", accountId)
                    .param("now", clock.millis())
                    .param("by", by)
                    .update();
            if (changed == 1) {
                rules.changed();
                put(id, AlertEvent.Type.CHANGED, false, clock.millis());
            }
            return find(id, accountId);
        }));
        listeners.forEach(Runnable::run);
        return after;
    }

    public Optional<Incident> find(String id, String accountId) {
        return get(id).filter(incident -> incident.accountId().equals(accountId));
    }

    private Optional<Incident> get(String id) {
        return jdbc.sql("SELECT * FROM incident WHERE id = :id")
                .param("id", id)
                .query((row, number) -> incident(row))
                .optional();
    }

    /**
     * An account's, the newest first.
     *
     * @param open only those that are not over
     * @param hostId of this host alone; null for all
     * @param before older than the incident of this id; null for the newest
     */
    public List<Incident> list(
            String accountId, boolean open, @Nullable String hostId, @Nullable String before, int limit) {
        return jdbc.sql("SELECT * FROM incident WHERE account_id = :account"
                        + (before == null ? "" : " AND id < :before")
                        + (open ? " AND resolved IS NULL" : "")
                        + (hostId == null ? "" : " AND host_id = :host")
                        + " ORDER BY id DESC LIMIT :limit")
                .param("account", accountId)
                .param("before", before == null ? "" : before)
                .param("host", hostId == null ? "" : hostId)
                .param("limit", limit)
                .query((row, number) -> incident(row))
                .list();
    }

    public long countOpen(String accountId) {
        return jdbc.sql("SELECT COUNT(*) FROM incident WHERE account_id = :account AND resolved IS NULL")
                .param("account", accountId)
                .query(Long.class)
                .single();
    }

    /** Claims a partition for whoever calls; see {@link Claims#claim}. */
    public long claim(String partition) {
        return claims.claim(partition);
    }

    /** What still matters for what fires next: all that is open, and what was told within the longest cooldown. */
    public List<OpenIncident> relevant() {
        var last = new ArrayList<OpenIncident>();
        var open = new HashMap<String, Incident>();
        jdbc.sql("SELECT * FROM incident WHERE resolved IS NULL")
                .query((row, number) -> incident(row))
                .list()
                .forEach(each -> open.put(key(each.rule().id(), each.hostId(), each.series()), each));
        record Last(String rule, String host, String series, long changed, long announced) {}
        List<Last> rows = jdbc.sql("""
                        SELECT rule_id, host_id, series, MAX(changed) AS changed, MAX(announced) AS announced
                        FROM incident WHERE changed > :since OR resolved IS NULL GROUP BY rule_id, host_id, series
                        """)
                .param("since", clock.millis() - RELEVANT.toMillis())
                .query((row, number) -> {
                    long announced = row.getLong("announced");
                    return new Last(
                            row.getString("rule_id"),
                            row.getString("host_id"),
                            row.getString("series"),
                            row.getLong("changed"),
                            announced == 0 ? AlarmState.NEVER : announced);
                })
                .list();
        Map<String, Incident> opened = Map.copyOf(open);
        for (Last each : rows) {
            Incident incident = opened.get(key(each.rule, each.host, each.series));
            last.add(new OpenIncident(
                    each.rule,
                    each.host,
                    each.series,
                    incident == null ? null : incident.id(),
                    incident == null ? 0 : incident.since(),
                    incident == null || incident.peak() == null ? Double.NaN : incident.peak(),
                    each.changed,
                    each.announced,
                    incident != null && incident.announced() != null,
                    incident == null ? null : incident.rule()));
        }
        return last;
    }

    /** Deletes what was over long ago. */
    public int purge(Duration kept) {
        return jdbc.sql("DELETE FROM incident WHERE resolved < :before")
                .param("before", clock.millis() - kept.toMillis())
                .update();
    }

    /**
     * Deletes what was recorded of hosts that are no more, and is over. What is still open is ended by the evaluation
     * first, with its message, and goes the next time.
     *
     * @param deleted whether a host is known to be deleted
     * @return how many incidents that were
     */
    public int purgeHosts(Predicate<String> deleted) {
        return jdbc
                .sql("SELECT DISTINCT host_id FROM incident WHERE resolved IS NOT NULL")
                .query(String.class)
                .list()
                .stream()
                .filter(deleted)
                .mapToInt(host -> jdbc.sql("DELETE FROM incident WHERE host_id = :host AND resolved IS NOT NULL")
                        .param("host", host)
                        .update())
                .sum();
    }

    private static String key(String rule, String host, String series) {
        return rule + '\n' + host + '\n' + series;
    }

    private static @Nullable Double number(double value) {
        return Double.isNaN(value) ? null : value;
    }

    private static Incident incident(ResultSet row) throws SQLException {
        return new Incident(
                row.getString("id"),
                row.getString("account_id"),
                RuleJson.read(row.getString("rule")),
                row.getString("host_id"),
                row.getString("host_name"),
                row.getString("series"),
                row.getLong("since"),
                row.getLong("opened"),
                decimal(row, "value"),
                decimal(row, "peak"),
                whole(row, "announced"),
                row.getLong("messages"),
                whole(row, "resolved"),
                decimal(row, "last_value"),
                row.getString("reason"),
                whole(row, "acknowledged"),
                row.getString("acknowledged_by"),
                row.getString("processes"));
    }

    private static @Nullable Double decimal(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : value;
    }

    private static @Nullable Long whole(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
