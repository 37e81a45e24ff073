package dev.statusmonitor.alerts.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.statusmonitor.alerts.TestClock;
import dev.statusmonitor.alerts.TestDatabase;
import dev.statusmonitor.alerts.evaluate.AlarmState.Act;
import dev.statusmonitor.alerts.evaluate.HostFacts;
import dev.statusmonitor.alerts.evaluate.InvalidRuleException;
import dev.statusmonitor.alerts.evaluate.Rule;
import dev.statusmonitor.alerts.evaluate.Scope;
import dev.statusmonitor.alerts.evaluate.Transition;
import dev.statusmonitor.alerts.evaluate.Weekly;
import dev.statusmonitor.alerts.rule.Rules;
import dev.statusmonitor.alerts.rule.Silence;
import dev.statusmonitor.alerts.store.Ids;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What rules and incidents promise on every database. */
public abstract class IncidentContract {
    private static final HostFacts HOST = new HostFacts("h1", "ada", "one", List.of(), true);
    private static final String SERIES = "system.cpu.utilization.total";

    private final TestDatabase database;
    private final TestClock clock = new TestClock();
    private final Ids ids = new Ids();
    private final Rules rules;
    private final Incidents incidents;

    protected IncidentContract(TestDatabase database) {
        this.database = database;
        this.rules = new Rules(database.jdbc(), database.transactions(), ids, clock);
        this.incidents = new Incidents(database.jdbc(), database.transactions(), rules, ids, clock);
    }

    @BeforeEach
    protected void nothing() {
        database.empty();
        rules.know("ada");
    }

    private Transition step(
            Act act, String incident, String series, long time, boolean speak, Transition.@Nullable Reason reason) {
        return new Transition(act, incident, rule(), HOST, series, 0.95, 0.97, time - 60, time, speak, reason);
    }

    private Rule rule() {
        return rules.list("ada").getFirst();
    }

    private void record(long epoch, Transition... steps) {
        incidents.record(java.util.Arrays.stream(steps)
                .map(step -> new Incidents.Decision(step, "samples-0", epoch, null))
                .toList());
    }

    private List<AlertEvent> events() {
        return database.jdbc().sql("SELECT event FROM event_outbox ORDER BY id").query(String.class).list().stream()
                .map(text -> AlertEvent.read(text.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    @Test
    protected void everyAccountBeginsWithRulesAndWhoDeletesOneKeepsItDeleted() {
        assertThat(rules.list("ada"))
                .extracting(Rule::name)
                .containsExactlyInAnyOrder("Processor busy", "Memory full", "Disk full", "Host down");

        rules.delete(rule().id(), "ada");
        rules.know("ada");

        assertThat(rules.list("ada")).hasSize(3);
        assertThat(rules.list("bob")).hasSize(4);
    }

    @Test
    protected void aRuleComesBackAsItWasAndOthersDoNotSeeIt() {
        Rule rule = rule();

        assertThat(rules.find(rule.id(), "ada")).contains(rule);
        assertThat(rules.find(rule.id(), "bob")).isEmpty();
        assertThat(rules.delete(rule.id(), "bob")).isFalse();
        assertThat(RuleJson.read(RuleJson.write(rule))).isEqualTo(rule);
    }

    @Test
    protected void eachChangeOfWhatIsWantedIsNoticed() {
        long before = rules.version();
        var silence = rules.silence(
                "ada",
                Silence.Kind.MUTE,
                null,
                rule().id(),
                new Scope(Scope.Kind.HOST, "h1"),
                null,
                clock.millis() + 1_000);
        assertThat(rules.version()).isGreaterThan(before);
        assertThat(rules.wanted().silences()).hasSize(1);
        assertThat(rules.silences("ada", Silence.Kind.MUTE)).containsExactly(silence);
        assertThat(rules.silences("ada", Silence.Kind.MAINTENANCE)).isEmpty();

        clock.forward(Duration.ofSeconds(1));
        assertThat(rules.wanted().silences()).isEmpty();
        assertThatThrownBy(() -> rules.silence("ada", Silence.Kind.MUTE, null, null, Scope.ALL, null, clock.millis()))
                .isInstanceOf(InvalidRuleException.class);
    }

    @Test
    protected void anIncidentAndItsEventsAreWrittenTogether() {
        long epoch = incidents.claim("samples-0");

        record(epoch, step(Act.OPEN, "i1", SERIES, 1_000, true, null));
        record(epoch, step(Act.REPEAT, "i1", SERIES, 2_000, true, null));
        record(epoch, step(Act.RESOLVE, "i1", SERIES, 3_000, true, Transition.Reason.RECOVERED));

        assertThat(events())
                .extracting(AlertEvent::type)
                .containsExactly(AlertEvent.Type.FIRING, AlertEvent.Type.REPEATED, AlertEvent.Type.RESOLVED);
        assertThat(events()).allMatch(AlertEvent::tell);
        assertThat(incidents.find("i1", "ada").orElseThrow()).satisfies(incident -> {
            assertThat(incident.isOpen()).isFalse();
            assertThat(incident.messages()).isEqualTo(2);
            assertThat(incident.announced()).isEqualTo(2_000);
            assertThat(incident.reason()).isEqualTo("recovered");
            assertThat(incident.since()).isEqualTo(940);
        });
        assertThat(incidents.find("i1", "bob")).isEmpty();
    }

    @Test
    protected void thereIsOneOpenIncidentForARuleAHostAndASeries() {
        long epoch = incidents.claim("samples-0");
        record(epoch, step(Act.OPEN, "i1", SERIES, 1_000, true, null));

        assertThatThrownBy(() -> record(
                        epoch,
                        step(Act.OPEN, "other", SERIES + "x", 1_000, true, null),
                        step(Act.OPEN, "i2", SERIES, 1_000, true, null)))
                .isInstanceOf(FencedException.class);

        assertThat(incidents.list("ada", false, null, null, 10))
                .extracting(Incident::id)
                .containsExactly("i1");
        assertThat(events()).hasSize(1);
    }

    @Test
    protected void whoLostThePartitionCannotWrite() {
        long mine = incidents.claim("samples-0");
        record(mine, step(Act.OPEN, "i1", SERIES, 1_000, true, null));
        long theirs = incidents.claim("samples-0");

        assertThatThrownBy(() -> record(mine, step(Act.RESOLVE, "i1", SERIES, 2_000, true, null)))
                .isInstanceOf(FencedException.class);
        assertThat(events()).hasSize(1);

        record(theirs, step(Act.RESOLVE, "i1", SERIES, 2_000, true, null));
        assertThat(events()).hasSize(2);
    }

    @Test
    protected void whatMattersIsFoundAgainAfterARestart() {
        long epoch = incidents.claim("samples-0");
        long now = clock.millis();
        record(epoch, step(Act.OPEN, "i1", SERIES, now, true, null), step(Act.OPEN, "i2", "other", now, false, null));
        record(epoch, step(Act.RESOLVE, "i1", SERIES, now + 1_000, true, Transition.Reason.RECOVERED));

        var relevant = incidents.relevant();

        assertThat(relevant).hasSize(2);
        assertThat(relevant)
                .filteredOn(each -> each.series().equals(SERIES))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.incident()).isNull();
                    assertThat(each.announced()).isEqualTo(now);
                    assertThat(each.changed()).isEqualTo(now + 1_000);
                });
        assertThat(relevant)
                .filteredOn(each -> each.series().equals("other"))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.incident()).isEqualTo("i2");
                    assertThat(each.told()).isFalse();
                    assertThat(each.since()).isEqualTo(now - 60);
                    assertThat(each.rule()).isEqualTo(rule());
                });
    }

    @Test
    protected void acknowledgingIsTakenOnceAndEvaluationLearnsOfIt() {
        long epoch = incidents.claim("samples-0");
        record(epoch, step(Act.OPEN, "i1", SERIES, 1_000, true, null));

        assertThat(incidents.acknowledge("i1", "bob", "Bob")).isEmpty();
        assertThat(incidents.acknowledge("i1", "ada", "Ada").orElseThrow().acknowledgedBy())
                .isEqualTo("Ada");
        assertThat(incidents.acknowledge("i1", "ada", "Eve").orElseThrow().acknowledgedBy())
                .isEqualTo("Ada");

        assertThat(rules.wanted().acknowledged()).containsExactly("i1");
        assertThat(events()).hasSize(2);
        assertThat(events().getLast().tell()).isFalse();
    }

    @Test
    protected void pagesGoOnWhereTheLastOneEnded() {
        long epoch = incidents.claim("samples-0");
        for (int i = 1; i <= 5; i++) {
            record(epoch, step(Act.OPEN, "i" + i, SERIES + i, 1_000, true, null));
        }

        assertThat(incidents.list("ada", true, null, null, 2))
                .extracting(Incident::id)
                .containsExactly("i5", "i4");
        assertThat(incidents.list("ada", true, "h1", "i4", 2))
                .extracting(Incident::id)
                .containsExactly("i3", "i2");
        assertThat(incidents.list("ada", true, "h2", null, 2)).isEmpty();
        assertThat(incidents.countOpen("ada")).isEqualTo(5);
    }

    @Test
    protected void ofAHostThatIsDeletedNothingIsKeptOnceItIsOver() {
        long epoch = incidents.claim("samples-0");
        record(
                epoch,
                step(Act.OPEN, "i1", SERIES, 1_000, true, null),
                step(Act.OPEN, "i2", SERIES + "x", 1_000, true, null));
        record(epoch, step(Act.RESOLVE, "i1", SERIES, 2_000, true, Transition.Reason.HOST));

        assertThat(incidents.purgeHosts("h2"::equals)).isZero();
        assertThat(incidents.purgeHosts("h1"::equals)).isEqualTo(1);
        assertThat(incidents.list("ada", false, null, null, 10))
                .extracting(Incident::id)
                .containsExactly("i2");

        record(epoch, step(Act.RESOLVE, "i2", SERIES + "x", 2_000, true, Transition.Reason.HOST));
        assertThat(incidents.purgeHosts("h1"::equals)).isEqualTo(1);
        assertThat(incidents.list("ada", false, null, null, 10)).isEmpty();
        // What is still to be told is told.
        assertThat(events()).hasSize(4);
    }

    @Test
    protected void anAccountThatIsForgottenLeavesNothing() {
        long epoch = incidents.claim("samples-0");
        record(epoch, step(Act.OPEN, "i1", SERIES, 1_000, true, null));

        rules.silence("ada", Silence.Kind.MUTE, null, null, Scope.ALL, null, clock.millis() + 1_000);
        rules.know("bob");
        long before = rules.version();

        assertThat(rules.forget("ada")).isTrue();

        assertThat(incidents.relevant()).isEmpty();
        assertThat(rules.wanted().rules()).containsOnlyKeys("bob");
        assertThat(rules.wanted().silences()).isEmpty();
        assertThat(rules.version()).isGreaterThan(before);
        assertThat(rules.forget("ada")).isFalse();
        // What evaluation still has to say of it changes nothing.
        record(epoch, step(Act.RESOLVE, "i1", SERIES, 2_000, true, Transition.Reason.HOST));
        assertThat(incidents.find("i1", "ada")).isEmpty();
    }

    @Test
    protected void aWindowThatComesBackStaysUntilItIsDeleted() {
        var zone = java.time.ZoneId.of("Europe/Berlin");
        long stop = clock.millis() + 3_600_000;
        var window =
                rules.silence("ada", Silence.Kind.MAINTENANCE, "backup", null, Scope.ALL, clock.millis(), stop, zone);

        clock.forward(Duration.ofDays(30));
        rules.purge();

        assertThat(rules.silences("ada", Silence.Kind.MAINTENANCE)).containsExactly(window);
        assertThat(rules.wanted().silences())
                .singleElement()
                .satisfies(each -> assertThat(each.weekly()).isEqualTo(Weekly.from(window.start(), stop, zone)));
        assertThat(rules.unsilence(window.id(), "ada", Silence.Kind.MAINTENANCE))
                .isTrue();
        assertThat(rules.wanted().silences()).isEmpty();
        assertThatThrownBy(() -> rules.silence(
                        "ada",
                        Silence.Kind.MAINTENANCE,
                        "too long",
                        null,
                        Scope.ALL,
                        clock.millis(),
                        clock.millis() + Duration.ofDays(8).toMillis(),
                        zone))
                .isInstanceOf(InvalidRuleException.class);
    }
}
