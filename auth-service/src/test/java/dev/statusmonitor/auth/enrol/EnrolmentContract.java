package dev.statusmonitor.auth.enrol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.auth.Race;
import dev.statusmonitor.auth.TestClock;
import dev.statusmonitor.auth.TestDatabase;
import dev.statusmonitor.auth.account.Account;
import dev.statusmonitor.auth.account.AccountStore;
import dev.statusmonitor.auth.audit.AuditLog;
import dev.statusmonitor.auth.audit.Deed;
import dev.statusmonitor.auth.enrol.EnrolmentStore.State;
import dev.statusmonitor.auth.host.Host;
import dev.statusmonitor.auth.host.HostStore;
import dev.statusmonitor.auth.host.Hosts;
import dev.statusmonitor.auth.publish.Outbox;
import dev.statusmonitor.auth.setup.SetupStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What enrolment promises on every database. */
public abstract class EnrolmentContract {
    private static final Deed DEED = new Deed("session", "192.0.2.7");

    private final TestDatabase database;
    private final TestClock clock = new TestClock();
    private final AccountStore accounts;
    private final Hosts hosts;
    private final Enrolments enrolments;

    protected EnrolmentContract(TestDatabase database) {
        this.database = database;
        this.accounts = new AccountStore(database.jdbc());
        this.hosts = new Hosts(
                new HostStore(database.jdbc(), new JsonMapper()),
                new Outbox(database.jdbc(), clock),
                new AuditLog(database.jdbc(), clock),
                database.transactions(),
                clock);
        this.enrolments = new Enrolments(
                new EnrolmentStore(database.jdbc()),
                hosts,
                accounts,
                new SetupStore(database.jdbc()),
                new AuditLog(database.jdbc(), clock),
                database.transactions(),
                new SimpleMeterRegistry(),
                clock);
    }

    @BeforeEach
    protected void nobody() {
        database.empty();
    }

    @Test
    protected void whoBringsACodeBecomesItsMakersHost() {
        addAccount("ada");
        String code = enrolments.newCode("ada", null, DEED).code();

        var enrolled = enrol(code).orElseThrow();

        Host host = hosts.find(enrolled.hostId()).orElseThrow();
        assertThat(host.ownerId()).isEqualTo("ada");
        assertThat(host.name()).isEqualTo("the agent's name");
        assertThat(host.publicKey()).isEqualTo("key");
        assertThat(host.resource()).containsEntry("os.type", "linux");
        assertThat(enrolled.local()).isFalse();
    }

    @Test
    protected void theCodesNameCountsBeforeTheAgents() {
        addAccount("ada");
        String code = enrolments.newCode("ada", "web-1", DEED).code();

        var enrolled = enrol(code).orElseThrow();

        assertThat(hosts.find(enrolled.hostId()).orElseThrow().name()).isEqualTo("web-1");
    }

    @Test
    protected void aCodeIsReadableAndForgivesHowItIsTyped() {
        addAccount("ada");
        String code = enrolments.newCode("ada", null, DEED).code();

        assertThat(code).matches("[0-9a-hjkmnp-tv-z]{5}(-[0-9a-hjkmnp-tv-z]{5}){3}");
        assertThat(enrol(code.toUpperCase(Locale.ROOT).replace("-", " ").replace('0', 'O')))
                .isPresent();
    }

    @Test
    protected void aCodeIsGoodOnceAndForAnHour() {
        addAccount("ada");
        String used = enrolments.newCode("ada", null, DEED).code();
        String late = enrolments.newCode("ada", null, DEED).code();
        assertThat(enrol(used)).isPresent();

        assertThat(enrol(used)).isEmpty();
        assertThat(enrol("00000-00000-00000-00000")).isEmpty();
        assertThat(enrol("")).isEmpty();
        clock.forward(Duration.ofHours(1));
        assertThat(enrol(late)).isEmpty();
        assertThat(database.jdbc()
                        .sql("SELECT COUNT(*) FROM host")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    protected void ofManyWithOneCodeOneWins() throws Exception {
        addAccount("ada");
        String code = enrolments.newCode("ada", null, DEED).code();

        List<Optional<Enrolments.Enrolled>> outcomes = Race.between(8, runner -> () -> enrol(code));

        assertThat(outcomes).filteredOn(Optional::isPresent).hasSize(1);
        assertThat(database.jdbc()
                        .sql("SELECT COUNT(*) FROM host")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    protected void whoMadeACodeSeesWhatBecomesOfIt() {
        addAccount("ada");
        addAccount("bob");
        var code = enrolments.newCode("ada", null, DEED);
        assertThat(state(code)).isEqualTo(new EnrolmentStore.Progress(State.WAITING, null));
        assertThat(enrolments.find(code.id(), "bob")).isEmpty();
        assertThat(enrolments.find("unknown", "ada")).isEmpty();

        var enrolled = enrol(code.code()).orElseThrow();

        assertThat(state(code)).isEqualTo(new EnrolmentStore.Progress(State.ENROLLED, enrolled.hostId()));
        var late = enrolments.newCode("ada", null, DEED);
        clock.forward(Duration.ofHours(1));
        assertThat(state(late)).isEqualTo(new EnrolmentStore.Progress(State.EXPIRED, null));
        assertThat(state(code).state()).isEqualTo(State.ENROLLED);
    }

    @Test
    protected void aCodeForAHostGivesThatOneANewKey() {
        addAccount("ada");
        addAccount("bob");
        String id = enrol(enrolments.newCode("ada", "web-1", DEED).code())
                .orElseThrow()
                .hostId();
        assertThat(enrolments.newCodeFor(id, "bob", DEED)).isEmpty();
        var code = enrolments.newCodeFor(id, "ada", DEED).orElseThrow();

        var again = enrolments
                .enrol(code.code(), "new key", "another name", Map.of(), DEED)
                .orElseThrow();

        assertThat(again.hostId()).isEqualTo(id);
        assertThat(state(code)).isEqualTo(new EnrolmentStore.Progress(State.ENROLLED, id));
        assertThat(hosts.find(id).orElseThrow()).satisfies(host -> {
            assertThat(host.publicKey()).isEqualTo("new key");
            assertThat(host.name()).isEqualTo("web-1");
            assertThat(host.epoch()).isEqualTo(2);
        });
        assertThat(enrol(code.code())).isEmpty();
    }

    @Test
    protected void aCodeOfAHostThatIsGoneIsWorthless() {
        addAccount("ada");
        String id = enrol(enrolments.newCode("ada", null, DEED).code())
                .orElseThrow()
                .hostId();
        var code = enrolments.newCodeFor(id, "ada", DEED).orElseThrow();
        database.jdbc().sql("UPDATE host SET state = 'deleted'").update();

        assertThat(enrol(code.code())).isEmpty();

        assertThat(state(code).state()).isEqualTo(State.EXPIRED);
        assertThat(enrolments.newCodeFor(id, "ada", DEED)).isEmpty();
    }

    private EnrolmentStore.Progress state(Enrolments.NewCode code) {
        return enrolments.find(code.id(), "ada").orElseThrow();
    }

    @Test
    protected void theMachineItselfIsNobodysUntilThereIsAnAccount() {
        var enrolled = enrol(enrolments.newCode("here")).orElseThrow();

        Host host = hosts.find(enrolled.hostId()).orElseThrow();
        assertThat(host.ownerId()).isNull();
        assertThat(host.name()).isEqualTo("here");
        assertThat(enrolled.local()).isTrue();
    }

    @Test
    protected void theMachineItselfBelongsToTheFirstAccountAlsoWhenTheCodeIsOlder() {
        String code = enrolments.newCode("here");
        addAccount("ada");
        clock.forward(Duration.ofSeconds(1));
        addAccount("bob");

        var enrolled = enrol(code).orElseThrow();

        assertThat(hosts.find(enrolled.hostId()).orElseThrow().ownerId()).isEqualTo("ada");
    }

    @Test
    protected void aHostIsKnownUntilItIsDeleted() {
        addAccount("ada");
        var enrolled = enrol(enrolments.newCode("here")).orElseThrow();

        assertThat(enrolments.knowsHost(enrolled.hostId())).isTrue();
        assertThat(enrolments.knowsHost("another")).isFalse();
        database.jdbc().sql("UPDATE host SET state = 'deleted'").update();
        assertThat(enrolments.knowsHost(enrolled.hostId())).isFalse();
    }

    private void addAccount(String id) {
        accounts.add(new Account(id, id + "@example.org", id, clock.millis()), "a hash of no password");
    }

    private Optional<Enrolments.Enrolled> enrol(String code) {
        return enrolments.enrol(code, "key", "the agent's name", Map.of("os.type", "linux"), DEED);
    }
}
