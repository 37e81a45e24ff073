package dev.statusmonitor.alerts.rule;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.statusmonitor.alerts.evaluate.InvalidRuleException;
import dev.statusmonitor.alerts.evaluate.Rule;
import dev.statusmonitor.alerts.evaluate.Scope;
import dev.statusmonitor.alerts.evaluate.Severity;
import dev.statusmonitor.alerts.store.Words;
import dev.statusmonitor.contract.Metric;
import dev.statusmonitor.contract.Metrics;
import dev.statusmonitor.contract.SeriesKey;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A rule as it is written and shown. What is left out of a change stays, of a new rule it is the default.
 *
 * @param kind {@code metric} or {@code host_down}
 * @param unit of {@code threshold}; shown, not taken
 * @param clear the same as {@code threshold} where it is left out
 * @param repeatSeconds 0 for never
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RuleForm(
        @Nullable String id,
        @Nullable String name,
        @Nullable String kind,
        @Nullable String metric,
        @Nullable String unit,
        @Nullable String direction,
        @Nullable Double threshold,
        @Nullable Double clear,
        @Nullable Long forSeconds,
        @Nullable Long cooldownSeconds,
        @Nullable Long repeatSeconds,
        @Nullable String severity,
        @Nullable ScopeForm scope,
        @Nullable Boolean paused,
        @Nullable Long created,
        @Nullable Long changed) {
    private static final int NAME_MAX = 100;
    private static final long COOLDOWN_SECONDS = 300;
    private static final long DOWN_SECONDS = 30;

    /** One of the three. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ScopeForm(
            @Nullable Boolean all,
            @Nullable String tag,
            @Nullable String host) {
        static ScopeForm of(Scope scope) {
            return switch (scope.kind()) {
                case ALL -> new ScopeForm(true, null, null);
                case TAG -> new ScopeForm(null, scope.value(), null);
                case HOST -> new ScopeForm(null, null, scope.value());
            };
        }

        public Scope scope() {
            int given = (Boolean.TRUE.equals(all) ? 1 : 0) + (tag == null ? 0 : 1) + (host == null ? 0 : 1);
            if (given != 1 || "".equals(tag) || "".equals(host)) {
                throw new InvalidRuleException(
                        "scope must be {\"all\": true}, {\"tag\": \"web\"} or {\"host\": \"<host id>\"}.");
            }
            return tag != null
                    ? new Scope(Scope.Kind.TAG, tag)
                    : host != null ? new Scope(Scope.Kind.HOST, host) : Scope.ALL;
        }
    }

    /** A rule as it is shown. */
    public static RuleForm of(Rule rule) {
        boolean metric = rule.kind() == Rule.Kind.METRIC;
        return new RuleForm(
                rule.id(),
                rule.name(),
                Words.of(rule.kind()),
                metric ? rule.metric() : null,
                metric ? unitOf(rule) : "s",
                metric ? Words.of(rule.direction()) : null,
                metric ? rule.threshold() : null,
                metric ? rule.clear() : null,
                rule.hold().toSeconds(),
                rule.cooldown().toSeconds(),
                rule.repeat() == null ? 0 : rule.repeat().toSeconds(),
                Words.of(rule.severity()),
                ScopeForm.of(rule.scope()),
                rule.paused(),
                rule.created(),
                rule.changed());
    }

    /** The UCUM unit of what the rule looks at. */
    public static String unitOf(Rule rule) {
        return rule.kind() == Rule.Kind.HOST_DOWN
                ? "s"
                : Metrics.find(SeriesKey.parse(rule.metric()).metric())
                        .map(Metric::unit)
                        .orElse("");
    }

    /**
     * A new rule.
     *
     * @param now Unix time in milliseconds
     * @throws InvalidRuleException where it makes no sense
     */
    Rule toRule(String newId, String accountId, long now) {
        Rule.Kind what = kind == null ? Rule.Kind.METRIC : word("kind", Rule.Kind.class, kind);
        boolean down = what == Rule.Kind.HOST_DOWN;
        if (!down && threshold == null) {
            throw new InvalidRuleException("threshold is missing.");
        }
        double limit = down ? 0 : Objects.requireNonNull(threshold);
        return new Rule(
                newId,
                accountId,
                name(name),
                what,
                down ? "" : canonical(metric),
                down || direction == null ? Rule.Direction.ABOVE : word("direction", Rule.Direction.class, direction),
                limit,
                down || clear == null ? limit : clear,
                seconds("for_seconds", forSeconds == null ? (down ? DOWN_SECONDS : 0) : forSeconds),
                seconds("cooldown_seconds", cooldownSeconds == null ? COOLDOWN_SECONDS : cooldownSeconds),
                repeat(repeatSeconds),
                severity == null ? Severity.WARNING : word("severity", Severity.class, severity),
                scope == null ? Scope.ALL : scope.scope(),
                Boolean.TRUE.equals(paused),
                now,
                now);
    }

    /** The rule with what is given here, and the rest as it was. */
    Rule applyTo(Rule rule, long now) {
        if (kind != null && word("kind", Rule.Kind.class, kind) != rule.kind()) {
            throw new InvalidRuleException("kind cannot be changed; make another rule.");
        }
        boolean down = rule.kind() == Rule.Kind.HOST_DOWN;
        double limit = down || threshold == null ? rule.threshold() : threshold;
        // Without hysteresis the two go together.
        double before = rule.clear() == rule.threshold() ? limit : rule.clear();
        return new Rule(
                rule.id(),
                rule.accountId(),
                name == null ? rule.name() : name(name),
                rule.kind(),
                down || metric == null ? rule.metric() : canonical(metric),
                down || direction == null ? rule.direction() : word("direction", Rule.Direction.class, direction),
                limit,
                down || clear == null ? before : clear,
                forSeconds == null ? rule.hold() : seconds("for_seconds", forSeconds),
                cooldownSeconds == null ? rule.cooldown() : seconds("cooldown_seconds", cooldownSeconds),
                repeatSeconds == null ? rule.repeat() : repeat(repeatSeconds),
                severity == null ? rule.severity() : word("severity", Severity.class, severity),
                scope == null ? rule.scope() : scope.scope(),
                paused == null ? rule.paused() : paused,
                rule.created(),
                now);
    }

    /** The name in its one form: trimmed, 1 to 100 characters, no control characters. */
    static String name(@Nullable String text) {
        String name = text == null ? "" : text.strip();
        if (name.isEmpty()
                || name.codePointCount(0, name.length()) > NAME_MAX
                || name.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidRuleException(
                    "name must have 1 to " + NAME_MAX + " characters and no control characters.");
        }
        return name;
    }

    private static String canonical(@Nullable String metric) {
        if (metric == null) {
            throw new InvalidRuleException("metric is missing.");
        }
        try {
            return SeriesKey.parse(metric).toString();
        } catch (IllegalArgumentException e) {
            throw new InvalidRuleException("metric cannot be read: " + e.getMessage() + ".");
        }
    }

    private static Duration seconds(String field, long seconds) {
        if (seconds < 0 || seconds > 1_000_000_000) {
            throw new InvalidRuleException(field + " must be a number of seconds from 0 on.");
        }
        return Duration.ofSeconds(seconds);
    }

    private static @Nullable Duration repeat(@Nullable Long seconds) {
        return seconds == null || seconds == 0 ? null : seconds("repeat_seconds", seconds);
    }

    static <E extends Enum<E>> E word(String field, Class<E> type, String word) {
        try {
            return Words.read(type, word);
        } catch (IllegalArgumentException e) {
            var right = java.util.Arrays.stream(type.getEnumConstants())
                    .map(Words::of)
                    .toList();
            throw new InvalidRuleException(field + " must be one of " + String.join(", ", right) + ".");
        }
    }
}
