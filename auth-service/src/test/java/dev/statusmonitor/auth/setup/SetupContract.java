package dev.statusmonitor.auth.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.auth.Race;
import dev.statusmonitor.auth.TestClock;
import dev.statusmonitor.auth.TestDatabase;
import dev.statusmonitor.auth.account.AccountStore;
import dev.statusmonitor.auth.account.PasswordHasher;
import dev.statusmonitor.auth.audit.AuditLog;
import dev.statusmonitor.auth.audit.Deed;
import dev.statusmonitor.auth.host.Host;
import dev.statusmonitor.auth.host.HostStore;
import dev.statusmonitor.auth.host.Hosts;
import dev.statusmonitor.auth.publish.Outbox;
import dev.statusmonitor.auth.secret.Secrets;
import dev.statusmonitor.auth.session.SessionSettings;
import dev.statusmonitor.auth.session.SessionStore;
import dev.statusmonitor.auth.session.Sessions;
import dev.statusmonitor.auth.session.Visit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What set-up promises on every database. */
public abstract class SetupContract {
    private static final Deed DEED = new Deed("session", "192.0.2.7");

    private static final PasswordHasher HASHER = new PasswordHasher(2, Duration.ofSeconds(30));

    private final TestDatabase database;
    private final TestClock clock = new TestClock();
    private final AccountStore accounts;
    private final Hosts hosts;
    private final Sessions sessions;
    private final Setup setup;

    protected SetupContract(TestDatabase database) {
        this.database = database;
        this.accounts = new AccountStore(database.jdbc());
        this.hosts = new Hosts(
                new HostStore(database.jdbc(), new JsonMapper()),
                new Outbox(database.jdbc(), clock),
                new AuditLog(database.jdbc(), clock),
                database.transactions(),
                clock);
        this.sessions = new Sessions(
                new SessionStore(database.jdbc()),
                new AuditLog(database.jdbc(), clock),
                database.transactions(),
                new SecretKeySpec(Secrets.random(32), "HmacSHA256"),
                new SessionSettings(Duration.ofMinutes(10), Duration.ofDays(30), Duration.ofSeconds(10)),
                clock);
        this.setup = new Setup(
                new SetupStore(database.jdbc()),
                accounts,
                HASHER,
                hosts,
                sessions,
                new AuditLog(database.jdbc(), clock),
                database.transactions(),
                clock);
    }

    @BeforeEach
    protected void nobody() {
        database.empty();
    }

    @Test
    protected void theFirstAccountIsLoggedInAndHasEveryHost() {
        Host here = hosts.add(null, "here", "key", Map.of(), DEED);
        String token = setup.newToken().orElseThrow();
        assertThat(setup.isNeeded()).isTrue();

        var made = (Setup.Outcome.Made) run(token, "ada");

        assertThat(setup.isNeeded()).isFalse();
        assertThat(made.account().email()).isEqualTo("ada@example.org");
        assertThat(accounts.first()).contains(made.account());
        assertThat(sessions.findLive(made.session().session().id())).isPresent();
        assertThat(hosts.find(here.id()).orElseThrow().ownerId())
                .isEqualTo(made.account().id());
        String hash = accounts.credentials("ada@example.org").orElseThrow().passwordHash();
        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(HASHER.matches("correct horse battery", hash)).isTrue();
    }

    @Test
    protected void aTokenIsGoodOnceAndForAnHour() {
        String late = setup.newToken().orElseThrow();
        clock.forward(Duration.ofHours(1));
        assertThat(run(late, "ada")).isInstanceOf(Setup.Outcome.WrongToken.class);
        assertThat(run(Secrets.newToken(), "ada")).isInstanceOf(Setup.Outcome.WrongToken.class);

        String token = setup.newToken().orElseThrow();
        assertThat(run(token, "ada")).isInstanceOf(Setup.Outcome.Made.class);

        assertThat(run(token, "bob")).isInstanceOf(Setup.Outcome.Done.class);
        assertThat(setup.newToken()).isEmpty();
    }

    @Test
    protected void onlyTheNewestTokenIsGood() {
        String old = setup.newToken().orElseThrow();
        String fresh = setup.newToken().orElseThrow();

        assertThat(run(old, "ada")).isInstanceOf(Setup.Outcome.WrongToken.class);
        assertThat(run(fresh, "ada")).isInstanceOf(Setup.Outcome.Made.class);
    }

    @Test
    protected void ofManyAtTheSameInstantOneMakesTheAccount() throws Exception {
        String token = setup.newToken().orElseThrow();

        List<Setup.Outcome> outcomes = Race.between(4, runner -> () -> run(token, "runner" + runner));

        assertThat(outcomes).filteredOn(Setup.Outcome.Made.class::isInstance).hasSize(1);
        assertThat(database.jdbc()
                        .sql("SELECT COUNT(*) FROM account")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    protected void theTokenIsStoredHashed() {
        String token = setup.newToken().orElseThrow();

        assertThat(database.jdbc()
                        .sql("SELECT token_hash FROM setup_token")
                        .query(String.class)
                        .list())
                .containsExactly(Secrets.sha256(token));
    }

    private Setup.Outcome run(String token, String who) {
        return setup.run(token, who + "@example.org", who, "correct horse battery", new Visit(DEED, "a browser"));
    }
}
