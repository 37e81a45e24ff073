package dev.statusmonitor.auth.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.auth.Race;
import dev.statusmonitor.auth.TestClock;
import dev.statusmonitor.auth.TestDatabase;
import dev.statusmonitor.auth.account.Account;
import dev.statusmonitor.auth.account.AccountStore;
import dev.statusmonitor.auth.secret.Secrets;
import dev.statusmonitor.auth.session.Session;
import dev.statusmonitor.auth.session.SessionSettings;
import dev.statusmonitor.auth.session.SessionStore;
import dev.statusmonitor.auth.session.Sessions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What tickets promise on every database. */
public abstract class TicketContract {
    private final TestDatabase database;
    private final TestClock clock = new TestClock();
    private final Sessions sessions;
    private final Tickets tickets;

    protected TicketContract(TestDatabase database) {
        this.database = database;
        this.sessions = new Sessions(
                new SessionStore(database.jdbc()),
                database.transactions(),
                new SecretKeySpec(Secrets.random(32), "HmacSHA256"),
                new SessionSettings(Duration.ofMinutes(10), Duration.ofDays(30), Duration.ofSeconds(10)),
                clock);
        this.tickets = new Tickets(new TicketStore(database.jdbc()), sessions, clock);
    }

    @BeforeEach
    protected void anAccount() {
        database.empty();
        new AccountStore(database.jdbc())
                .add(new Account("ada", "ada@example.org", "Ada", clock.millis()), "a hash of no password");
    }

    @Test
    protected void aTicketGivesItsSessionOnce() {
        Session session = sessions.begin("ada").session();
        Tickets.Ticket ticket = tickets.issue(session.id());

        assertThat(tickets.redeem(ticket.ticket())).contains(session);
        assertThat(tickets.redeem(ticket.ticket())).isEmpty();
        assertThat(tickets.redeem("")).isEmpty();
    }

    @Test
    protected void aTicketIsOverAfterHalfAMinute() {
        Tickets.Ticket ticket = tickets.issue(sessions.begin("ada").session().id());
        clock.forward(Duration.ofSeconds(30));

        assertThat(tickets.redeem(ticket.ticket())).isEmpty();
    }

    @Test
    protected void aTicketEndsWithItsSession() {
        Session session = sessions.begin("ada").session();
        Tickets.Ticket ticket = tickets.issue(session.id());
        sessions.end(session.id());

        assertThat(tickets.redeem(ticket.ticket())).isEmpty();
    }

    @Test
    protected void ofManyAtTheSameInstantOneGetsTheSession() throws Exception {
        Tickets.Ticket ticket = tickets.issue(sessions.begin("ada").session().id());

        List<Optional<Session>> outcomes = Race.between(8, runner -> () -> tickets.redeem(ticket.ticket()));

        assertThat(outcomes).filteredOn(Optional::isPresent).hasSize(1);
    }
}
