package dev.statusmonitor.alerts.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RuleTest {
    private static Rule rule(String metric, Rule.Direction direction, double threshold, double clear) {
        return new Rule(
                "r",
                "ada",
                "r",
                Rule.Kind.METRIC,
                metric,
                direction,
                threshold,
                clear,
                Duration.ZERO,
                Duration.ZERO,
                null,
                Severity.INFO,
                Scope.ALL,
                false,
                1,
                1);
    }

    @Test
    void whatMakesNoSenseIsRefusedWithAReason() {
        assertRefused("system.cpu.utilization.total", Rule.Direction.ABOVE, Double.NaN, 0.5, "finite");
        assertRefused("system.cpu.utilization.total", Rule.Direction.ABOVE, 0.9, Double.POSITIVE_INFINITY, "finite");
        assertRefused("system.cpu.utilization.total", Rule.Direction.ABOVE, 0.8, 0.9, "clear must not be above");
        assertRefused("system.cpu.utilization.total", Rule.Direction.BELOW, 0.8, 0.7, "clear must not be below");
        assertRefused("system.cpu.utilization.total", Rule.Direction.ABOVE, 90, 80, "threshold must be from");
        assertRefused("no.such.metric", Rule.Direction.ABOVE, 1, 1, "metric must be");
        assertRefused("system.uptime{no=such}", Rule.Direction.ABOVE, 1, 1, "metric must be");
        assertRefused("", Rule.Direction.ABOVE, 1, 1, "metric must be");
    }

    private static void assertRefused(
            String metric, Rule.Direction direction, double threshold, double clear, String reason) {
        assertThatThrownBy(() -> rule(metric, direction, threshold, clear))
                .isInstanceOf(InvalidRuleException.class)
                .hasMessageContaining(reason)
                .hasMessageEndingWith(".");
    }

    @Test
    void belowIsTheOtherWayRound() {
        Rule rule = rule("system.memory.limit", Rule.Direction.BELOW, 10, 20);

        assertThat(rule.breached(9)).isTrue();
        assertThat(rule.breached(10)).isFalse();
        assertThat(rule.cleared(19)).isFalse();
        assertThat(rule.cleared(20)).isTrue();
        assertThat(rule.worse(3, 5)).isEqualTo(3);
    }

    @Test
    void aMetricIsNotTheOneThatItsNameBegins() {
        Rule rule = rule("system.cpu.utilization", Rule.Direction.ABOVE, 0.5, 0.5);

        assertThat(rule.watches("system.cpu.utilization{cpu.mode=user}")).isTrue();
        assertThat(rule.watches("system.cpu.utilization.total")).isFalse();
    }
}
