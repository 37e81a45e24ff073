package dev.statusmonitor.alerts.evaluate;

import dev.statusmonitor.contract.Metric;
import dev.statusmonitor.contract.Metrics;
import dev.statusmonitor.contract.SeriesKey;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When somebody is to be told.
 *
 * @param accountId whose rule it is, and whose hosts it watches
 * @param metric a metric's name (each of its series counts by itself) or a whole series name; empty for {@link
 *     Kind#HOST_DOWN}
 * @param threshold fires beyond it, in the metric's unit
 * @param clear is over at it or on its other side; the same as {@code threshold} where there is no hysteresis
 * @param hold for how long without a break; of {@link Kind#HOST_DOWN}, how long nothing came
 * @param cooldown how long after a firing message the next one of the same series waits
 * @param repeat after which a message is repeated while it fires and nobody acknowledged it; null for never
 * @param changed Unix time in milliseconds
 */
public record Rule(
        String id,
        String accountId,
        String name,
        Kind kind,
        String metric,
        Direction direction,
        double threshold,
        double clear,
        Duration hold,
        Duration cooldown,
        @Nullable Duration repeat,
        Severity severity,
        Scope scope,
        boolean paused,
        long created,
        long changed) {
    /** The longest {@link #hold}: so much is read back after a start. */
    public static final Duration LONGEST_HOLD = Duration.ofHours(1);

    /** The shortest {@link #hold} of {@link Kind#HOST_DOWN}: agents that were refused come back within half a minute. */
    public static final Duration SHORTEST_DOWN = Duration.ofSeconds(10);

    private static final Duration LONGEST_COOLDOWN = Duration.ofDays(7);
    private static final Duration SHORTEST_REPEAT = Duration.ofMinutes(1);

    /** What is looked at. */
    public enum Kind {
        METRIC,
        HOST_DOWN
    }

    /** On which side of the threshold it fires. */
    public enum Direction {
        ABOVE,
        BELOW
    }

    /** @throws InvalidRuleException where it makes no sense, with a sentence for whoever wrote it */
    public Rule {
        if (kind == Kind.METRIC) {
            requireSense(metric, direction, threshold, clear);
        }
        if (hold.isNegative() || hold.compareTo(LONGEST_HOLD) > 0) {
            throw new InvalidRuleException("for_seconds must be from 0 to " + LONGEST_HOLD.toSeconds() + ".");
        }
        if (kind == Kind.HOST_DOWN && hold.compareTo(SHORTEST_DOWN) < 0) {
            throw new InvalidRuleException(
                    "for_seconds of a host_down rule must be at least " + SHORTEST_DOWN.toSeconds() + ".");
        }
        if (cooldown.isNegative() || cooldown.compareTo(LONGEST_COOLDOWN) > 0) {
            throw new InvalidRuleException("cooldown_seconds must be from 0 to " + LONGEST_COOLDOWN.toSeconds() + ".");
        }
        if (repeat != null && (repeat.compareTo(SHORTEST_REPEAT) < 0 || repeat.compareTo(LONGEST_COOLDOWN) > 0)) {
            throw new InvalidRuleException("repeat_seconds must be left out, or from " + SHORTEST_REPEAT.toSeconds()
                    + " to " + LONGEST_COOLDOWN.toSeconds() + ".");
        }
        if (scope.kind() == Scope.Kind.ALL != scope.value().isEmpty()) {
            throw new InvalidRuleException(
                    "scope must be {\"all\": true}, {\"tag\": \"web\"} or {\"host\": \"<host id>\"}.");
        }
    }

    private static void requireSense(String metric, Direction direction, double threshold, double clear) {
        Metric known = metricOf(metric)
                .orElseThrow(() -> new InvalidRuleException(
                        "metric must be the name of a metric or of a series, such as system.cpu.utilization.total."));
        if (!Double.isFinite(threshold) || !Double.isFinite(clear)) {
            throw new InvalidRuleException("threshold and clear must be finite numbers.");
        }
        if (threshold < known.min() || threshold > known.max()) {
            throw new InvalidRuleException("threshold must be from " + known.min() + " to " + known.max()
                    + ", which is all that " + known.name() + " can be.");
        }
        if (direction == Direction.ABOVE && clear > threshold) {
            throw new InvalidRuleException(
                    "clear must not be above threshold: a rule that fires above it is over at or below clear.");
        }
        if (direction == Direction.BELOW && clear < threshold) {
            throw new InvalidRuleException(
                    "clear must not be below threshold: a rule that fires below it is over at or above clear.");
        }
    }

    private static Optional<Metric> metricOf(String text) {
        try {
            SeriesKey key = SeriesKey.parse(text);
            return Metrics.find(key.metric())
                    .filter(metric ->
                            metric.attributes().containsAll(key.attributes().keySet()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The same rule with another "for". */
    public Rule withHold(Duration other) {
        return new Rule(
                id, accountId, name, kind, metric, direction, threshold, clear, other, cooldown, repeat, severity,
                scope, paused, created, changed);
    }

    /** Whether it looks at this series; for host-down at none. */
    public boolean watches(String series) {
        return kind == Kind.METRIC
                && series.startsWith(metric)
                && (series.length() == metric.length() || series.charAt(metric.length()) == '{');
    }

    /** Whether it is to be evaluated on this host at all. */
    public boolean appliesTo(HostFacts host) {
        return !paused && accountId.equals(host.owner()) && scope.covers(host);
    }

    /** Whether the value is beyond the threshold. */
    public boolean breached(double value) {
        return direction == Direction.ABOVE ? value > threshold : value < threshold;
    }

    /** Whether the value is far enough on the good side. */
    public boolean cleared(double value) {
        return direction == Direction.ABOVE ? value <= clear : value >= clear;
    }

    /** The worse of two values. */
    public double worse(double one, double other) {
        return direction == Direction.ABOVE ? Math.max(one, other) : Math.min(one, other);
    }
}
