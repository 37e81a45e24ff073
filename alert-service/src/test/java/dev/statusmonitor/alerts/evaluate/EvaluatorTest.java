package dev.statusmonitor.alerts.evaluate;

import static dev.statusmonitor.alerts.evaluate.TestRules.CPU;
import static dev.statusmonitor.alerts.evaluate.TestRules.sample;
import static dev.statusmonitor.alerts.evaluate.TestRules.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.alerts.evaluate.AlarmState.Act;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
    private static final Duration NONE = Duration.ZERO;
    private static final String ROOT = "system.filesystem.utilization{system.filesystem.mountpoint=/}";
    private static final String DATA = "system.filesystem.utilization{system.filesystem.mountpoint=/data}";

    private final Map<String, HostFacts> hosts = new HashMap<>(Map.of(
            "h1", new HostFacts("h1", "ada", "one", List.of("web"), true),
            "h2", new HostFacts("h2", "ada", "two", List.of(), true),
            "h3", new HostFacts("h3", "bob", "three", List.of("web"), true)));
    private int ids;
    private final Evaluator evaluator = new Evaluator(hosts::get, () -> "i" + ++ids);
    private final List<Transition> out = new ArrayList<>();

    private void take(String host, long time, Map<String, Double> values) {
        take(host, time, time, true, values);
    }

    private void take(String host, long time, long arrival, boolean mayAct, Map<String, Double> values) {
        evaluator.take(host, sample(time, values), arrival, mayAct, out);
    }

    private static Rule quick(String id, String metric, Scope scope) {
        return TestRules.rule(id, metric, NONE, NONE, null, scope);
    }

    @Test
    void eachSeriesIsItsOwn() {
        evaluator.want(wanted(quick("disk", "system.filesystem.utilization", Scope.ALL)));

        take("h1", 1_000, Map.of(ROOT, 0.95, DATA, 0.95));
        take("h1", 2_000, Map.of(ROOT, 0.95, DATA, 0.5));

        assertThat(out)
                .extracting(each -> each.act() + " " + each.series())
                .containsExactlyInAnyOrder("OPEN " + ROOT, "OPEN " + DATA, "RESOLVE " + DATA);
    }

    @Test
    void aRuleOnOneSeriesLooksAtThatAlone() {
        evaluator.want(wanted(quick("disk", DATA, Scope.ALL)));

        take("h1", 1_000, Map.of(ROOT, 0.95, DATA, 0.95));

        assertThat(out).extracting(Transition::series).containsExactly(DATA);
    }

    @Test
    void aRuleWatchesItsOwnersHostsWithinItsScope() {
        evaluator.want(wanted(
                quick("tag", CPU, new Scope(Scope.Kind.TAG, "web")),
                quick("host", CPU, new Scope(Scope.Kind.HOST, "h2"))));

        for (String host : List.of("h1", "h2", "h3", "unknown")) {
            take(host, 1_000, Map.of(CPU, 0.95));
        }

        assertThat(out)
                .extracting(each -> each.rule().id() + " " + each.host().id())
                .containsExactly("tag h1", "host h2");
    }

    @Test
    void lateSamplesNeitherFireNorHoldUpTheNewest() {
        evaluator.want(wanted(quick("cpu", CPU, Scope.ALL)));

        take("h1", 1_000, 40_000, true, Map.of(CPU, 0.95));
        assertThat(out).isEmpty();
        take("h1", 60_000, Map.of(CPU, 0.1));
        take("h1", 50_000, 60_000, true, Map.of(CPU, 0.95));
        assertThat(out).isEmpty();
        take("h1", 61_000, Map.of(CPU, 0.95));
        assertThat(out).hasSize(1);
    }

    @Test
    void whatIsReadBackOnlyMovesTimers() {
        evaluator.want(wanted(TestRules.cpu(Duration.ofSeconds(5), NONE, null)));

        for (int i = 1; i <= 20; i++) {
            take("h1", 1_000L * i, 1_000L * i, false, Map.of(CPU, 0.95));
        }
        assertThat(out).isEmpty();
        take("h1", 21_000, Map.of(CPU, 0.95));

        assertThat(out).singleElement().satisfies(each -> {
            assertThat(each.act()).isEqualTo(Act.OPEN);
            assertThat(each.since()).isEqualTo(1_000);
        });
    }

    @Test
    void takesUpWhatWasOpenAndKnowsWhatItHasCounted() {
        Rule rule = quick("cpu", CPU, Scope.ALL);
        evaluator.want(wanted(rule));
        evaluator.restore(List.of(new OpenIncident("cpu", "h1", CPU, "old", 4_000, 0.97, 5_000, 5_000, true, rule)));

        take("h1", 4_500, Map.of(CPU, 0.1));
        take("h1", 5_000, Map.of(CPU, 0.1));
        assertThat(out).isEmpty();
        take("h1", 6_000, Map.of(CPU, 0.1));

        assertThat(out).singleElement().satisfies(each -> {
            assertThat(each.act()).isEqualTo(Act.RESOLVE);
            assertThat(each.incident()).isEqualTo("old");
            assertThat(each.peak()).isEqualTo(0.97);
            assertThat(each.speak()).isTrue();
        });
    }

    @Test
    void aRuleThatIsGonePausedOrNarrowedEndsItsIncidents() {
        evaluator.want(wanted(quick("cpu", CPU, Scope.ALL)));
        take("h1", 1_000, Map.of(CPU, 0.95));
        take("h2", 1_000, Map.of(CPU, 0.95));
        out.clear();

        evaluator.want(wanted(quick("cpu", CPU, new Scope(Scope.Kind.TAG, "web"))));
        evaluator.tick(2_000, null, out);
        assertThat(out).singleElement().satisfies(each -> {
            assertThat(each.host().id()).isEqualTo("h2");
            assertThat(each.reason()).isEqualTo(Transition.Reason.RULE);
        });
        out.clear();

        evaluator.want(Wanted.NOTHING);
        evaluator.tick(3_000, null, out);
        evaluator.tick(4_000, null, out);
        assertThat(out)
                .singleElement()
                .satisfies(each -> assertThat(each.host().id()).isEqualTo("h1"));
        assertThat(evaluator.size()).isZero();
    }

    @Test
    void aHostThatIsGoneEndsItsIncidents() {
        evaluator.want(wanted(quick("cpu", CPU, Scope.ALL)));
        take("h1", 1_000, Map.of(CPU, 0.95));
        out.clear();

        hosts.remove("h1");
        evaluator.tick(2_000, null, out);

        assertThat(out).singleElement().extracting(Transition::reason).isEqualTo(Transition.Reason.HOST);
    }

    @Test
    void aSeriesThatIsNotSentAnyMoreIsOverAfterFiveMinutes() {
        evaluator.want(wanted(quick("disk", "system.filesystem.utilization", Scope.ALL)));
        take("h1", 1_000, Map.of(ROOT, 0.5, DATA, 0.95));
        out.clear();

        take("h1", 200_000, Map.of(ROOT, 0.5));
        evaluator.tick(200_000, null, out);
        assertThat(out).isEmpty();
        take("h1", 400_000, Map.of(ROOT, 0.5));
        evaluator.tick(400_000, null, out);

        assertThat(out).singleElement().extracting(Transition::reason).isEqualTo(Transition.Reason.NO_DATA);
    }

    @Test
    void aSilentHostIsDownOnceAndBackOnce() {
        evaluator.want(wanted(TestRules.down(Duration.ofSeconds(30))));
        take("h1", 100_000, Map.of(CPU, 0.1));

        for (long now = 101_000; now < 200_000; now += 1_000) {
            evaluator.tick(now, 10_000L, out);
        }
        take("h1", 200_000, Map.of(CPU, 0.1));
        take("h1", 201_000, Map.of(CPU, 0.1));
        evaluator.tick(201_000, 10_000L, out);

        assertThat(out).extracting(Transition::act).containsExactly(Act.OPEN, Act.RESOLVE);
        assertThat(out.getFirst().time()).isEqualTo(130_000);
        assertThat(out.getFirst().since()).isEqualTo(100_000);
        assertThat(out).allSatisfy(each -> assertThat(each.speak()).isTrue());
    }

    @Test
    void nobodyIsMissedBeforeThePlatformHasReceivedForAWhile() {
        evaluator.want(wanted(TestRules.down(Duration.ofSeconds(30))));
        take("h1", 100_000, 100_000, false, Map.of(CPU, 0.1));

        evaluator.tick(500_000, null, out);
        evaluator.tick(559_000, 500_000L, out);
        assertThat(out).isEmpty();
        evaluator.tick(560_000, 500_000L, out);

        assertThat(out).hasSize(1);
    }

    @Test
    void aRevokedHostIsNotMissed() {
        evaluator.want(wanted(TestRules.down(Duration.ofSeconds(30))));
        take("h1", 100_000, Map.of(CPU, 0.1));
        hosts.put("h1", new HostFacts("h1", "ada", "one", List.of(), false));

        evaluator.tick(500_000, 10_000L, out);

        assertThat(out).isEmpty();
    }

    @Test
    void aSilenceOfItsHostIsSilent() {
        Rule rule = quick("cpu", CPU, Scope.ALL);
        evaluator.want(new Wanted(
                Map.of("ada", List.of(rule)),
                List.of(new Wanted.Silence("ada", null, new Scope(Scope.Kind.HOST, "h1"), 0, 5_000, null)),
                Set.of()));

        take("h1", 1_000, Map.of(CPU, 0.95));
        take("h2", 1_000, Map.of(CPU, 0.95));
        assertThat(out).extracting(Transition::speak).containsExactly(false, true);
        out.clear();
        take("h1", 5_000, Map.of(CPU, 0.95));

        assertThat(out).singleElement().extracting(Transition::act).isEqualTo(Act.ANNOUNCE);
    }

    @Test
    void aHostThatIsDeletedIsForgottenWithItsIncidents() {
        evaluator.want(wanted(quick("cpu", CPU, Scope.ALL)));
        take("h1", 1_000, Map.of(CPU, 0.95));
        take("h2", 1_000, Map.of(CPU, 0.5));
        assertThat(evaluator.senders(1_000)).isEqualTo(2);
        out.clear();

        hosts.remove("h1");
        assertThat(evaluator.senders(1_000)).isEqualTo(1);
        evaluator.tick(2_000, null, out);

        assertThat(out).extracting(Transition::act).containsExactly(Act.RESOLVE);
        assertThat(out).extracting(Transition::reason).containsExactly(Transition.Reason.HOST);
        assertThat(evaluator.size()).isEqualTo(1);
        evaluator.tick(3_000, null, out);
        assertThat(out).hasSize(1);
    }

    @Test
    void aWindowThatComesBackEachWeekIsSilentAgain() {
        var week = Duration.ofDays(7).toMillis();
        var utc = java.time.ZoneOffset.UTC;
        evaluator.want(new Wanted(
                Map.of("ada", List.of(quick("cpu", CPU, Scope.ALL))),
                List.of(new Wanted.Silence("ada", null, Scope.ALL, 1_000, 5_000, Weekly.from(1_000, 5_000, utc))),
                Set.of()));

        take("h1", week + 2_000, Map.of(CPU, 0.95));
        assertThat(out).extracting(Transition::speak).containsExactly(false);
        take("h1", week + 4_999, Map.of(CPU, 0.95));
        assertThat(out).hasSize(1);
        take("h1", week + 5_000, Map.of(CPU, 0.95));

        assertThat(out).extracting(Transition::act).containsExactly(Act.OPEN, Act.ANNOUNCE);
    }
}
