package dev.statusmonitor.auth.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.auth.Race;
import dev.statusmonitor.auth.TestClock;
import dev.statusmonitor.auth.TestDatabase;
import dev.statusmonitor.auth.account.Account;
import dev.statusmonitor.auth.account.AccountStore;
import dev.statusmonitor.auth.apitoken.ApiTokenStore;
import dev.statusmonitor.auth.apitoken.PersonalTokens;
import dev.statusmonitor.auth.audit.AuditLog;
import dev.statusmonitor.auth.audit.Deed;
import dev.statusmonitor.auth.secret.Secrets;
import dev.statusmonitor.auth.session.Session;
import dev.statusmonitor.auth.session.SessionSettings;
import dev.statusmonitor.auth.session.SessionStore;
import dev.statusmonitor.auth.session.Sessions;
import dev.statusmonitor.auth.session.Visit;
import dev.statusmonitor.contract.Scopes;
import dev.statusmonitor.starter.token.Caller;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What tickets promise on every database. */
public abstract class TicketContract {
    private static final Visit VISIT = new Visit(new Deed("session", "192.0.2.7"), "a browser");

    private final TestDatabase database;
    private final TestClock clock = new TestClock();
    private final Sessions sessions;
    private final PersonalTokens tokens;
    private final Tickets tickets;

    protected TicketContract(TestDatabase database) {
        this.database = database;
        this.sessions = new Sessions(
                new SessionStore(database.jdbc()),
                new AuditLog(database.jdbc(), clock),
                database.transactions(),
                new SecretKeySpec(Secrets.random(32), "HmacSHA256"),
                new SessionSettings(Duration.ofMinutes(10), Duration.ofDays(30), Duration.ofSeconds(10)),
                clock);
        this.tokens = new PersonalTokens(
                new ApiTokenStore(database.jdbc()),
                new AuditLog(database.jdbc(), clock),
                database.transactions(),
                clock);
        this.tickets = new Tickets(new TicketStore(database.jdbc()), sessions, tokens, clock);
    }

    @BeforeEach
    protected void anAccount() {
        database.empty();
        new AccountStore(database.jdbc())
                .add(new Account("ada", "ada@example.org", "Ada", clock.millis()), "a hash of no password");
    }

    @Test
    protected void aTicketGivesItsSessionOnce() {
        Session session = sessions.begin("ada", VISIT).session();
        Tickets.Ticket ticket = tickets.issue(in(session));

        assertThat(tickets.redeem(ticket.ticket()))
                .contains(new Tickets.Holder("ada", session.id(), session.expires()));
        assertThat(tickets.redeem(ticket.ticket())).isEmpty();
        assertThat(tickets.redeem("")).isEmpty();
    }

    @Test
    protected void aTicketIsOverAfterHalfAMinute() {
        Tickets.Ticket ticket = tickets.issue(in(sessions.begin("ada", VISIT).session()));
        clock.forward(Duration.ofSeconds(30));

        assertThat(tickets.redeem(ticket.ticket())).isEmpty();
    }

    @Test
    protected void aTicketEndsWithItsSession() {
        Session session = sessions.begin("ada", VISIT).session();
        Tickets.Ticket ticket = tickets.issue(in(session));
        sessions.end("ada", session.id(), VISIT.deed());

        assertThat(tickets.redeem(ticket.ticket())).isEmpty();
    }

    @Test
    protected void ofManyAtTheSameInstantOneGetsTheSession() throws Exception {
        Tickets.Ticket ticket = tickets.issue(in(sessions.begin("ada", VISIT).session()));

        List<Optional<Tickets.Holder>> outcomes = Race.between(8, runner -> () -> tickets.redeem(ticket.ticket()));

        assertThat(outcomes).filteredOn(Optional::isPresent).hasSize(1);
    }

    @Test
    protected void aTicketOfAnApiTokenEndsWithIt() {
        String secret = apiToken(Duration.ofDays(1));
        Caller script = tokens.find(secret).orElseThrow();
        var first = tickets.issue(script);
        var second = tickets.issue(script);

        assertThat(tickets.redeem(first.ticket()))
                .contains(new Tickets.Holder("ada", script.grantId(), clock.millis() + 86_400_000));
        assertThat(tickets.ended(List.of(script.grantId()))).isEmpty();

        tokens.revoke(script.grantId(), "ada", Deed.byPlatform());

        assertThat(tickets.redeem(second.ticket())).isEmpty();
        assertThat(tickets.ended(List.of(script.grantId()))).containsExactly(script.grantId());
    }

    @Test
    protected void anApiTokenThatNeverEndsGivesADayAtATime() {
        Caller script = tokens.find(apiToken(null)).orElseThrow();
        clock.forward(Duration.ofDays(400));

        assertThat(tickets.redeem(tickets.issue(script).ticket()))
                .contains(new Tickets.Holder("ada", script.grantId(), clock.millis() + 86_400_000));
    }

    @Test
    protected void saysWhichSessionsAreOver() {
        Session over = sessions.begin("ada", VISIT).session();
        Session goesOn = sessions.begin("ada", VISIT).session();
        sessions.end("ada", over.id(), VISIT.deed());

        assertThat(tickets.ended(List.of(over.id(), goesOn.id(), "unknown")))
                .containsExactlyInAnyOrder(over.id(), "unknown");
        clock.forward(Duration.ofDays(30));
        assertThat(tickets.ended(List.of(goesOn.id()))).containsExactly(goesOn.id());
        assertThat(tickets.ended(List.of())).isEmpty();
    }

    private String apiToken(@Nullable Duration lifetime) {
        return tokens.make("ada", "a script", List.of(Scopes.LIVE_READ), lifetime, Deed.byPlatform())
                .orElseThrow()
                .secret();
    }

    private static Caller in(Session session) {
        return new Caller(session.accountId(), session.id(), null, Set.of());
    }
}
