package dev.statusmonitor.alerts.rule;

import dev.statusmonitor.alerts.evaluate.InvalidRuleException;
import dev.statusmonitor.alerts.evaluate.Rule;
import dev.statusmonitor.alerts.evaluate.Scope;
import dev.statusmonitor.alerts.evaluate.Wanted;
import dev.statusmonitor.alerts.evaluate.Weekly;
import dev.statusmonitor.alerts.store.Ids;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Rules, mutes and maintenance windows of all accounts. Safe for use by several threads. */
public final class Rules {
    /** Of one account. */
    static final int MOST = 200;

    private static final Duration LONGEST_SILENCE = Duration.ofDays(366);

    private final JdbcClient jdbc;
    private final RuleStore rules;
    private final SilenceStore silences;
    private final TransactionTemplate transactions;
    private final Ids ids;
    private final Clock clock;

    public Rules(JdbcClient jdbc, TransactionTemplate transactions, Ids ids, Clock clock) {
        this.jdbc = jdbc;
        this.rules = new RuleStore(jdbc);
        this.silences = new SilenceStore(jdbc);
        this.transactions = transactions;
        this.ids = ids;
        this.clock = clock;
    }

    /** Gives an account what everybody begins with, once. */
    public void know(String accountId) {
        if (rules.isKnown(accountId)) {
            return;
        }
        transactions.executeWithoutResult(status -> {
            long now = clock.millis();
            if (rules.know(accountId, now)) {
                DefaultRules.of(accountId, () -> ids.next(now), now).forEach(rules::add);
                changed();
            }
        });
    }

    /** Forgets an account with its rules, incidents, silences and channels. */
    public boolean forget(String accountId) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            boolean known = rules.forget(accountId);
            if (known) {
                changed();
            }
            return known;
        }));
    }

    /** The ids of all accounts that have anything here. */
    List<String> accounts() {
        return rules.accounts();
    }

    public List<Rule> list(String accountId) {
        know(accountId);
        return rules.of(accountId);
    }

    public Optional<Rule> find(String id, String accountId) {
        return rules.find(id, accountId);
    }

    /** @throws InvalidRuleException where it makes no sense */
    public Rule add(RuleForm form, String accountId) {
        know(accountId);
        long now = clock.millis();
        Rule rule = form.toRule(ids.next(now), accountId, now);
        transactions.executeWithoutResult(status -> {
            if (rules.of(accountId).size() >= MOST) {
                throw new InvalidRuleException("There can be " + MOST + " rules at most; delete one first.");
            }
            rules.add(rule);
            changed();
        });
        return rule;
    }

    /** A rule that is not kept, for a test of it. */
    public Rule draft(RuleForm form, String accountId) {
        return form.toRule("draft", accountId, clock.millis());
    }

    /** @return the rule as it is now; empty where the account has none such */
    public Optional<Rule> change(String id, String accountId, RuleForm form) {
        return Objects.requireNonNull(transactions.execute(status -> {
            Optional<Rule> after = rules.find(id, accountId).map(before -> form.applyTo(before, clock.millis()));
            after.ifPresent(rules::replace);
            changed();
            return after;
        }));
    }

    public boolean delete(String id, String accountId) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            boolean there = rules.delete(id, accountId);
            changed();
            return there;
        }));
    }

    /** Those that are not over, or come back. */
    public List<Silence> silences(String accountId, Silence.Kind kind) {
        return silences.of(accountId, kind, clock.millis());
    }

    /**
     * One that does not come back.
     *
     * @param start null for now
     * @throws InvalidRuleException where it makes no sense
     */
    public Silence silence(
            String accountId,
            Silence.Kind kind,
            @Nullable String name,
            @Nullable String ruleId,
            Scope scope,
            @Nullable Long start,
            @Nullable Long stop) {
        return silence(accountId, kind, name, ruleId, scope, start, stop, null);
    }

    /**
     * @param start null for now
     * @param zone by whose clocks it comes back each week; null for once
     * @throws InvalidRuleException where it makes no sense
     */
    public Silence silence(
            String accountId,
            Silence.Kind kind,
            @Nullable String name,
            @Nullable String ruleId,
            Scope scope,
            @Nullable Long start,
            @Nullable Long stop,
            @Nullable ZoneId zone) {
        know(accountId);
        long now = clock.millis();
        long from = start == null ? now : start;
        if (stop == null || stop <= Math.max(from, now)) {
            throw new InvalidRuleException("stop must be a time in the future, after start, in Unix milliseconds.");
        }
        if (stop - now > LONGEST_SILENCE.toMillis()) {
            throw new InvalidRuleException("stop must be within a year from now.");
        }
        if (zone != null && !Weekly.fits(from, stop, zone)) {
            throw new InvalidRuleException("A window that comes back each week is at most a week long.");
        }
        if (ruleId != null && rules.find(ruleId, accountId).isEmpty()) {
            throw new InvalidRuleException("rule must be the id of one of your rules, or be left out.");
        }
        String shown = name == null && kind == Silence.Kind.MUTE ? "Mute" : RuleForm.name(name);
        var silence = new Silence(ids.next(now), accountId, kind, shown, ruleId, scope, from, stop, zone, now);
        transactions.executeWithoutResult(status -> {
            if (silences.of(accountId, kind, now).size() >= MOST) {
                throw new InvalidRuleException("There can be " + MOST + " at most; delete one first.");
            }
            silences.add(silence);
            changed();
        });
        return silence;
    }

    public boolean unsilence(String id, String accountId, Silence.Kind kind) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            boolean there = silences.delete(id, accountId, kind);
            changed();
            return there;
        }));
    }

    /** Deletes what was over long ago. */
    public int purge() {
        return silences.deleteBefore(clock.millis() - Duration.ofDays(7).toMillis());
    }

    /** To be called within a transaction that changes something that the evaluation has to know. */
    public void changed() {
        jdbc.sql("UPDATE wanted_version SET version = version + 1").update();
    }

    /** Grows with each change of what {@link #wanted} gives. */
    public long version() {
        return jdbc.sql("SELECT version FROM wanted_version").query(Long.class).single();
    }

    /** What all accounts want now. */
    public Wanted wanted() {
        var acknowledged =
                new HashSet<>(jdbc.sql("SELECT id FROM incident WHERE resolved IS NULL AND acknowledged IS NOT NULL")
                        .query(String.class)
                        .list());
        return new Wanted(
                rules.all().stream().collect(Collectors.groupingBy(Rule::accountId)),
                silences.all(clock.millis()).stream().map(Silence::wanted).toList(),
                acknowledged);
    }
}
