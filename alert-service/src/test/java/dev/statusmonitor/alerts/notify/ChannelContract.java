package dev.statusmonitor.alerts.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.alerts.TestClock;
import dev.statusmonitor.alerts.TestDatabase;
import dev.statusmonitor.alerts.evaluate.Rule;
import dev.statusmonitor.alerts.evaluate.Severity;
import dev.statusmonitor.alerts.incident.AlertEvent;
import dev.statusmonitor.alerts.incident.Incident;
import dev.statusmonitor.alerts.rule.Rules;
import dev.statusmonitor.alerts.store.Ids;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What channels, messages to them and codes promise on every database. */
public abstract class ChannelContract {
    private final TestDatabase database;
    private final TestClock clock = new TestClock();
    private final Rules rules;
    private final Channels channels;

    protected ChannelContract(TestDatabase database) {
        this.database = database;
        var ids = new Ids();
        this.rules = new Rules(database.jdbc(), database.transactions(), ids, clock);
        this.channels = new Channels(database.jdbc(), database.transactions(), ids, clock);
    }

    @BeforeEach
    protected void nothing() {
        database.empty();
        rules.know("ada");
        rules.know("bob");
    }

    private Channel add(String account, Channel.Kind kind, String address, @Nullable Long topic, Severity least) {
        var channel = new Channel(
                channels.newId(),
                account,
                kind,
                "Ada <3",
                address,
                topic,
                "secret",
                least,
                false,
                clock.millis(),
                null);
        channels.add(channel);
        return channel;
    }

    private Channel chat() {
        return add("ada", Channel.Kind.TELEGRAM, "-100200", 7L, Severity.INFO);
    }

    /** An event of Ada's first rule. */
    private AlertEvent event(String id, String incident, AlertEvent.Type type, Severity severity) {
        Rule any = rules.list("ada").getFirst();
        var rule = new Rule(
                any.id(),
                any.accountId(),
                any.name(),
                any.kind(),
                any.metric(),
                any.direction(),
                any.threshold(),
                any.clear(),
                any.hold(),
                any.cooldown(),
                any.repeat(),
                severity,
                any.scope(),
                any.paused(),
                any.created(),
                any.changed());
        var of = new Incident(
                incident,
                "ada",
                rule,
                "h1",
                "one",
                "system.cpu.utilization.total",
                900,
                1_000,
                0.95,
                0.97,
                1_000L,
                1,
                type == AlertEvent.Type.RESOLVED ? 2_000L : null,
                null,
                null,
                null,
                null,
                null);
        return new AlertEvent(id, type, true, "ada", clock.millis(), AlertEvent.IncidentView.of(of));
    }

    private AlertEvent firing(String id, String incident) {
        return event(id, incident, AlertEvent.Type.FIRING, Severity.WARNING);
    }

    private AlertEvent resolved(String id, String incident) {
        return event(id, incident, AlertEvent.Type.RESOLVED, Severity.WARNING);
    }

    @Test
    protected void aChannelComesBackAsItWasAndOthersDoNotSeeIt() {
        Channel chat = chat();
        Channel hook = add("ada", Channel.Kind.WEBHOOK, "https://example.org/hook", null, Severity.CRITICAL);

        assertThat(channels.find(chat.id(), "ada")).contains(chat);
        assertThat(channels.of("ada")).containsExactly(chat, hook);
        assertThat(channels.ofChat("-100200")).containsExactly(chat);
        assertThat(channels.find(chat.id(), "bob")).isEmpty();
        assertThat(channels.change(chat.id(), "bob", "Bob's", null, true)).isEmpty();
        assertThat(channels.delete(chat.id(), "bob")).isFalse();
        assertThat(channels.get(chat.id())).contains(chat);

        assertThat(channels.delete(chat.id(), "ada")).isTrue();
        assertThat(channels.of("ada")).containsExactly(hook);
    }

    @Test
    protected void aChangeLeavesTheRestAndForgetsTheProblem() {
        Channel chat = chat();
        channels.problem(chat.id(), "The chat blocked the bot.");
        assertThat(channels.get(chat.id()).orElseThrow().problem()).isEqualTo("The chat blocked the bot.");

        Channel paused = channels.change(chat.id(), "ada", null, null, true).orElseThrow();
        assertThat(paused.paused()).isTrue();
        assertThat(paused.problem()).isNull();
        assertThat(paused.name()).isEqualTo("Ada <3");
        assertThat(paused.minSeverity()).isEqualTo(Severity.INFO);

        Channel changed = channels.change(chat.id(), "ada", "Night", Severity.CRITICAL, null)
                .orElseThrow();
        assertThat(changed.name()).isEqualTo("Night");
        assertThat(changed.minSeverity()).isEqualTo(Severity.CRITICAL);
        assertThat(changed.paused()).isTrue();
    }

    @Test
    protected void aGroupThatGrewKeepsItsChannels() {
        Channel chat = chat();
        Channel hook = add("ada", Channel.Kind.WEBHOOK, "-100200", null, Severity.INFO);

        channels.moved("-100200", "-100300");

        assertThat(channels.get(chat.id()).orElseThrow().address()).isEqualTo("-100300");
        assertThat(channels.get(hook.id())).contains(hook);
    }

    @Test
    protected void anEventThatIsReadTwiceIsToldOnceInEachChannelOfItsAccount() {
        Channel chat = chat();
        Channel mail = add("ada", Channel.Kind.EMAIL, "ada@example.org", null, Severity.WARNING);
        add("ada", Channel.Kind.EMAIL, "boss@example.org", null, Severity.CRITICAL);
        add("bob", Channel.Kind.EMAIL, "bob@example.org", null, Severity.INFO);

        List<Delivery> made = channels.deliver(List.of(firing("e1", "i1"), firing("e1", "i1")));

        assertThat(made).extracting(Delivery::channel).containsExactly(chat, mail);
        assertThat(channels.deliver(List.of(firing("e1", "i1")))).isEmpty();
        assertThat(channels.pending()).isEqualTo(made);
    }

    @Test
    protected void anEndIsToldWhereTheBeginningWasAndNowhereElse() {
        Channel chat = chat();
        Channel refused = add("ada", Channel.Kind.WEBHOOK, "https://example.org/hook", null, Severity.INFO);
        List<Delivery> made = channels.deliver(List.of(firing("e1", "i1")));
        channels.failed(
                made.stream().filter(each -> each.channel().equals(refused)).toList(), "404");
        add("ada", Channel.Kind.EMAIL, "late@example.org", null, Severity.INFO);
        // Who was told is told the end, whatever they wish by now.
        channels.change(chat.id(), "ada", null, Severity.CRITICAL, true);

        assertThat(channels.deliver(List.of(resolved("e2", "i1"), resolved("e3", "unheard of"))))
                .singleElement()
                .satisfies(end -> {
                    assertThat(end.channel().id()).isEqualTo(chat.id());
                    assertThat(end.event().id()).isEqualTo("e2");
                });
        assertThat(channels.deliver(List.of(firing("e4", "i2"))))
                .extracting(each -> each.channel().id())
                .doesNotContain(chat.id());
    }

    @Test
    protected void whatBecameOfAMessageIsKnown() {
        chat();
        List<Delivery> first = channels.deliver(List.of(firing("e1", "i1")));
        List<Delivery> last = channels.deliver(List.of(resolved("e2", "i1")));
        channels.tryAgain(first, "429");
        assertThat(channels.pending())
                .extracting(Delivery::attempts)
                .as("the first of the two was tried")
                .containsExactly(1L, 0L);

        clock.forward(Duration.ofSeconds(3));
        channels.sent(first, "4711");
        channels.failed(last, "The chat is gone.");

        assertThat(channels.pending()).isEmpty();
        assertThat(channels.told("i1"))
                .satisfiesExactly(
                        told -> {
                            assertThat(told.message()).isEqualTo("firing");
                            assertThat(told.state()).isEqualTo("sent");
                            assertThat(told.attempts()).isEqualTo(2);
                            assertThat(told.error()).isNull();
                            assertThat(told.time()).isEqualTo(clock.millis());
                        },
                        told -> {
                            assertThat(told.message()).isEqualTo("resolved");
                            assertThat(told.state()).isEqualTo("failed");
                            assertThat(told.error()).isEqualTo("The chat is gone.");
                        });
        assertThat(channels.event("i1", first.getFirst().channel().id()))
                .contains(first.getFirst().event());
        assertThat(channels.event("i2", first.getFirst().channel().id())).isEmpty();
    }

    @Test
    protected void whatIsPendingGoesWithItsChannelOrItsAccount() {
        Channel chat = chat();
        channels.deliver(List.of(firing("e1", "i1")));
        channels.delete(chat.id(), "ada");
        assertThat(channels.pending()).isEmpty();

        chat();
        channels.deliver(List.of(firing("e2", "i1")));
        channels.newCode("ada");
        rules.forget("ada");
        assertThat(channels.pending()).isEmpty();
        assertThat(channels.ofChat("-100200")).isEmpty();
    }

    @Test
    protected void oldMessagesArePurgedButNoneThatIsStillToBeSent() {
        chat();
        List<Delivery> sent = channels.deliver(List.of(firing("e1", "i1")));
        List<Delivery> waiting = channels.deliver(List.of(firing("e2", "i2")));
        channels.sent(sent, null);

        clock.forward(Duration.ofDays(29));
        channels.purge();
        assertThat(channels.told("i1")).hasSize(1);

        clock.forward(Duration.ofDays(2));
        channels.purge();
        assertThat(channels.told("i1")).isEmpty();
        assertThat(channels.pending()).isEqualTo(waiting);
    }

    @Test
    protected void aCodeIsGoodOnceAndForAWhile() {
        String code = channels.newCode("ada").code();
        assertThat(channels.useCode(code + "x")).isEmpty();
        assertThat(channels.useCode(code)).contains("ada");
        assertThat(channels.useCode(code)).isEmpty();

        var late = channels.newCode("bob");
        clock.forward(Duration.ofMillis(late.expires() - clock.millis()));
        assertThat(channels.useCode(late.code())).isEmpty();
        clock.forward(Duration.ofMillis(1));
        channels.purge();
        assertThat(database.jdbc()
                        .sql("SELECT COUNT(*) FROM link_code")
                        .query(Long.class)
                        .single())
                .isZero();
    }
}
