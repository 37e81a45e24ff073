package dev.statusmonitor.alerts.evaluate;

import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.contract.SeriesList;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rules and samples for tests. */
public final class TestRules {
    public static final String CPU = "system.cpu.utilization.total";

    private TestRules() {}

    /** Fires above 0.9, is over at 0.8. */
    public static Rule cpu(Duration hold, Duration cooldown, @Nullable Duration repeat) {
        return rule("cpu", CPU, hold, cooldown, repeat, Scope.ALL);
    }

    public static Rule rule(
            String id, String metric, Duration hold, Duration cooldown, @Nullable Duration repeat, Scope scope) {
        return new Rule(
                id,
                "ada",
                id,
                Rule.Kind.METRIC,
                metric,
                Rule.Direction.ABOVE,
                0.9,
                0.8,
                hold,
                cooldown,
                repeat,
                Severity.WARNING,
                scope,
                false,
                1,
                1);
    }

    public static Rule down(Duration hold) {
        return new Rule(
                "down",
                "ada",
                "Host down",
                Rule.Kind.HOST_DOWN,
                "",
                Rule.Direction.ABOVE,
                0,
                0,
                hold,
                Duration.ofMinutes(5),
                null,
                Severity.CRITICAL,
                Scope.ALL,
                false,
                1,
                1);
    }

    public static Wanted wanted(Rule... rules) {
        return new Wanted(Map.of("ada", List.of(rules)), List.of(), java.util.Set.of());
    }

    public static Sample sample(long time, Map<String, Double> values) {
        var sorted = new TreeMap<>(values);
        return new Sample(
                1,
                time,
                SeriesList.of(List.copyOf(sorted.keySet())),
                sorted.values().stream().mapToDouble(Double::doubleValue).toArray());
    }
}
