package dev.statusmonitor.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.auth.Race;
import dev.statusmonitor.auth.TestClock;
import dev.statusmonitor.auth.TestDatabase;
import dev.statusmonitor.auth.account.Account;
import dev.statusmonitor.auth.account.AccountStore;
import dev.statusmonitor.auth.audit.AuditLog;
import dev.statusmonitor.auth.audit.Deed;
import dev.statusmonitor.auth.secret.Secrets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What sessions promise on every database. */
public abstract class SessionContract {
    private static final Visit VISIT = new Visit(new Deed("session", "192.0.2.7"), "a browser");

    private static final Duration GRACE = Duration.ofSeconds(10);

    private final TestDatabase database;
    private final TestClock clock = new TestClock();
    private final Sessions sessions;

    protected SessionContract(TestDatabase database) {
        this.database = database;
        this.sessions = new Sessions(
                new SessionStore(database.jdbc()),
                new AuditLog(database.jdbc(), clock),
                database.transactions(),
                new SecretKeySpec(Secrets.random(32), "HmacSHA256"),
                new SessionSettings(Duration.ofMinutes(10), Duration.ofDays(30), GRACE),
                clock);
    }

    @BeforeEach
    protected void anAccount() {
        database.empty();
        new AccountStore(database.jdbc())
                .add(new Account("ada", "ada@example.org", "Ada", clock.millis()), "a hash of no password");
    }

    @Test
    protected void aRefreshTokenGivesItsSuccessorAndProlongsTheSession() {
        Sessions.Started first = sessions.begin("ada", VISIT);
        clock.forward(Duration.ofDays(29));

        Sessions.Started second =
                sessions.refresh(first.refreshToken(), VISIT.deed()).orElseThrow();

        assertThat(second.refreshToken()).isNotEqualTo(first.refreshToken()).hasSize(43);
        assertThat(second.session().id()).isEqualTo(first.session().id());
        assertThat(second.session().expires())
                .isEqualTo(clock.millis() + Duration.ofDays(30).toMillis());
        assertThat(sessions.findLive(first.session().id())).contains(second.session());
    }

    @Test
    protected void aTokenThatWasUsedBeforeEndsItsSession() {
        Sessions.Started stolen = sessions.begin("ada", VISIT);
        Sessions.Started other = sessions.begin("ada", VISIT);
        Sessions.Started next =
                sessions.refresh(stolen.refreshToken(), VISIT.deed()).orElseThrow();
        clock.forward(GRACE.plusMillis(1));

        assertThat(sessions.refresh(stolen.refreshToken(), VISIT.deed())).isEmpty();

        assertThat(sessions.refresh(next.refreshToken(), VISIT.deed())).isEmpty();
        assertThat(sessions.findLive(next.session().id())).isEmpty();
        assertThat(sessions.refresh(other.refreshToken(), VISIT.deed())).isPresent();
    }

    @Test
    protected void withinTheGraceTheSameSuccessorIsGivenAgain() {
        Sessions.Started first = sessions.begin("ada", VISIT);
        Sessions.Started oneTab =
                sessions.refresh(first.refreshToken(), VISIT.deed()).orElseThrow();
        clock.forward(GRACE);

        Sessions.Started otherTab =
                sessions.refresh(first.refreshToken(), VISIT.deed()).orElseThrow();

        assertThat(otherTab.refreshToken()).isEqualTo(oneTab.refreshToken());
        assertThat(sessions.refresh(oneTab.refreshToken(), VISIT.deed())).isPresent();
    }

    @Test
    protected void theGraceIsForTheImmediatelyPreviousTokenOnly() {
        Sessions.Started first = sessions.begin("ada", VISIT);
        Sessions.Started second =
                sessions.refresh(first.refreshToken(), VISIT.deed()).orElseThrow();
        Sessions.Started third =
                sessions.refresh(second.refreshToken(), VISIT.deed()).orElseThrow();

        assertThat(sessions.refresh(first.refreshToken(), VISIT.deed())).isEmpty();
        assertThat(sessions.refresh(third.refreshToken(), VISIT.deed())).isEmpty();
    }

    @Test
    protected void tabsThatRefreshAtTheSameInstantAllStayLoggedIn() throws Exception {
        Sessions.Started first = sessions.begin("ada", VISIT);

        List<Optional<Sessions.Started>> tabs =
                Race.between(8, tab -> () -> sessions.refresh(first.refreshToken(), VISIT.deed()));

        assertThat(tabs)
                .allMatch(Optional::isPresent)
                .extracting(tab -> tab.orElseThrow().refreshToken())
                .containsOnly(tabs.getFirst().orElseThrow().refreshToken());
        assertThat(sessions.refresh(tabs.getFirst().orElseThrow().refreshToken(), VISIT.deed()))
                .isPresent();
    }

    @Test
    protected void anUnknownAnExpiredAndAnEndedOneAreRefused() {
        assertThat(sessions.refresh(Secrets.newToken(), VISIT.deed())).isEmpty();

        Sessions.Started expired = sessions.begin("ada", VISIT);
        clock.forward(Duration.ofDays(30));
        assertThat(sessions.refresh(expired.refreshToken(), VISIT.deed())).isEmpty();
        assertThat(sessions.findLive(expired.session().id())).isEmpty();

        Sessions.Started ended = sessions.begin("ada", VISIT);
        sessions.end("ada", ended.session().id(), VISIT.deed());
        assertThat(sessions.refresh(ended.refreshToken(), VISIT.deed())).isEmpty();
        assertThat(sessions.findLive(ended.session().id())).isEmpty();
    }

    @Test
    protected void aLogOutDuringARefreshWinsInTheEnd() throws Exception {
        for (int round : IntStream.range(0, 20).toArray()) {
            Sessions.Started first = sessions.begin("ada", VISIT);

            Race.between(2, runner -> () -> {
                if (runner == round % 2) {
                    sessions.end("ada", first.session().id(), VISIT.deed());
                } else {
                    var _ = sessions.refresh(first.refreshToken(), VISIT.deed());
                }
                return runner;
            });

            assertThat(sessions.findLive(first.session().id())).isEmpty();
        }
    }

    @Test
    protected void tokensAreStoredHashed() {
        Sessions.Started started = sessions.begin("ada", VISIT);

        assertThat(database.jdbc()
                        .sql("SELECT token_hash FROM refresh_token")
                        .query(String.class)
                        .list())
                .containsExactly(Secrets.sha256(started.refreshToken()));
    }

    @Test
    protected void everybodySeesAndEndsTheirOwnSessions() {
        Sessions.Started first = sessions.begin("ada", new Visit(VISIT.deed(), "the first"));
        clock.forward(Duration.ofMinutes(1));
        Sessions.Started second = sessions.begin("ada", VISIT);
        clock.forward(Duration.ofMinutes(1));
        var _ = sessions.refresh(first.refreshToken(), VISIT.deed());

        assertThat(sessions.list("ada"))
                .containsExactly(
                        new LiveSession(first.session().id(), clock.millis() - 120_000, clock.millis(), "the first"),
                        new LiveSession(
                                second.session().id(), clock.millis() - 60_000, clock.millis() - 60_000, "a browser"));
        assertThat(sessions.list("eve")).isEmpty();

        sessions.endAll("eve", VISIT.deed());
        assertThat(sessions.list("ada")).hasSize(2);
        sessions.endOthers("ada", second.session().id(), VISIT.deed());
        assertThat(sessions.list("ada"))
                .extracting(LiveSession::id)
                .containsExactly(second.session().id());
        sessions.endAll("ada", VISIT.deed());
        assertThat(sessions.list("ada")).isEmpty();
        assertThat(sessions.refresh(second.refreshToken(), VISIT.deed())).isEmpty();
    }
}
