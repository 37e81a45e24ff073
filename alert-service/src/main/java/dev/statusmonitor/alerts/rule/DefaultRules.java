package dev.statusmonitor.alerts.rule;

import dev.statusmonitor.alerts.evaluate.Rule;
import dev.statusmonitor.alerts.evaluate.Scope;
import dev.statusmonitor.alerts.evaluate.Severity;
import dev.statusmonitor.contract.Metrics;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** What every account begins with: what nearly everybody wants to know of nearly every host. */
final class DefaultRules {
    private static final Duration COOLDOWN = Duration.ofMinutes(5);

    private DefaultRules() {}

    static List<Rule> of(String account, Supplier<String> ids, long now) {
        return List.of(
                above(ids, account, "Processor busy", Metrics.CPU_TOTAL, 0.9, 0.8, 60, Severity.WARNING, now),
                above(ids, account, "Memory full", Metrics.MEMORY_UTILIZATION, 0.9, 0.85, 60, Severity.WARNING, now),
                above(ids, account, "Disk full", Metrics.FILESYSTEM_UTILIZATION, 0.9, 0.88, 60, Severity.CRITICAL, now),
                new Rule(
                        ids.get(),
                        account,
                        "Host down",
                        Rule.Kind.HOST_DOWN,
                        "",
                        Rule.Direction.ABOVE,
                        0,
                        0,
                        Duration.ofSeconds(30),
                        COOLDOWN,
                        null,
                        Severity.CRITICAL,
                        Scope.ALL,
                        false,
                        now,
                        now));
    }

    private static Rule above(
            Supplier<String> ids,
            String account,
            String name,
            String metric,
            double threshold,
            double clear,
            long seconds,
            Severity severity,
            long now) {
        return new Rule(
                ids.get(),
                account,
                name,
                Rule.Kind.METRIC,
                metric,
                Rule.Direction.ABOVE,
                threshold,
                clear,
                Duration.ofSeconds(seconds),
                COOLDOWN,
                null,
                severity,
                Scope.ALL,
                false,
                now,
                now);
    }
}
