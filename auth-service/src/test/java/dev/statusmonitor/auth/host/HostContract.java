package dev.statusmonitor.auth.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.auth.Race;
import dev.statusmonitor.auth.TestClock;
import dev.statusmonitor.auth.TestDatabase;
import dev.statusmonitor.auth.account.Account;
import dev.statusmonitor.auth.account.AccountStore;
import dev.statusmonitor.auth.audit.AuditLog;
import dev.statusmonitor.auth.audit.Deed;
import dev.statusmonitor.auth.publish.Outbox;
import dev.statusmonitor.contract.HostChange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What hosts, and the word that is kept of their changes, promise on every database. */
public abstract class HostContract {
    private static final Deed DEED = new Deed("session", "192.0.2.7");

    private final TestDatabase database;
    private final TestClock clock = new TestClock();
    private final Outbox outbox;
    private final HostStore store;
    private final Hosts hosts;

    protected HostContract(TestDatabase database) {
        this.database = database;
        this.outbox = new Outbox(database.jdbc(), clock);
        this.store = new HostStore(database.jdbc(), new JsonMapper());
        this.hosts = new Hosts(store, outbox, new AuditLog(database.jdbc(), clock), database.transactions(), clock);
    }

    @BeforeEach
    protected void twoAccounts() {
        database.empty();
        var accounts = new AccountStore(database.jdbc());
        accounts.add(new Account("ada", "ada@example.org", "Ada", clock.millis()), "a hash of no password");
        accounts.add(new Account("bob", "bob@example.org", "Bob", clock.millis()), "a hash of no password");
    }

    @Test
    protected void aNewHostIsActiveAndStillToBeTold() {
        Host host = hosts.add("ada", "web-1", "key", Map.of("os.type", "linux"), DEED);

        assertThat(hosts.find(host.id(), "ada")).contains(host);
        assertThat(host.state()).isEqualTo(HostChange.State.ACTIVE);
        assertThat(host.epoch()).isEqualTo(1);
        assertThat(host.version()).isEqualTo(1);
        assertThat(outbox.epochs(10)).isEmpty();
        assertThat(pendingVersion(host)).isEqualTo(1);
    }

    @Test
    protected void eachSeesTheirOwnHostsByName() {
        hosts.add("ada", "web-2", "key", Map.of(), DEED);
        hosts.add("ada", "Web-1", "key", Map.of(), DEED);
        hosts.add("bob", "db-1", "key", Map.of(), DEED);
        hosts.add(null, "nobody's", "key", Map.of(), DEED);

        assertThat(hosts.list("ada")).extracting(Host::name).containsExactly("Web-1", "web-2");
        assertThat(hosts.list("bob")).extracting(Host::name).containsExactly("db-1");
    }

    @Test
    protected void isSharedWhileThatIsNoticedAndUntilItGetsAnotherKey() {
        Host host = hosts.add("ada", "web-1", "key", Map.of(), DEED);
        assertThat(hosts.isShared(host)).isFalse();

        hosts.noteShared(host.id());
        Host shared = hosts.find(host.id(), "ada").orElseThrow();
        assertThat(hosts.isShared(shared)).isTrue();
        assertThat(shared.shared()).isEqualTo(clock.millis());

        clock.forward(Duration.ofMinutes(6));
        assertThat(hosts.isShared(shared)).isFalse();
        hosts.noteShared(host.id());
        hosts.rekey(host.id(), "ada", "key 2", Map.of(), DEED);
        assertThat(hosts.find(host.id(), "ada").orElseThrow().shared()).isNull();
        hosts.noteShared("no such host");
    }

    @Test
    protected void aRevokedHostIsReadAndItsTokensAreWorthless() {
        Host host = hosts.add("ada", "web-1", "key", Map.of(), DEED);

        assertThat(hosts.revoke(host.id(), "bob", DEED)).isEmpty();
        Host revoked = hosts.revoke(host.id(), "ada", DEED).orElseThrow();

        assertThat(revoked.state()).isEqualTo(HostChange.State.REVOKED);
        assertThat(revoked.epoch()).isEqualTo(2);
        assertThat(hosts.find(host.id(), "ada")).contains(revoked);
        assertThat(pendingVersion(host)).isEqualTo(2);
        assertThat(outbox.epochs(10)).hasSize(1);
        // Again: nothing happens.
        assertThat(hosts.revoke(host.id(), "ada", DEED)).contains(revoked);
        assertThat(hosts.describe(host.id(), 2, Map.of("os.type", "linux"))).isFalse();
        hosts.delete(host.id(), "ada", DEED);
        assertThat(hosts.revoke(host.id(), "ada", DEED)).isEmpty();
    }

    @Test
    protected void aNewKeyMakesAHostActiveByThatOneAlone() {
        Host host = hosts.add("ada", "web-1", "key", Map.of(), DEED);
        hosts.revoke(host.id(), "ada", DEED);
        clock.forward(Duration.ofMinutes(1));

        assertThat(hosts.rekey(host.id(), "bob", "his key", Map.of(), DEED)).isEmpty();
        Host again = hosts.rekey(host.id(), "ada", "new key", Map.of("os.type", "linux"), DEED)
                .orElseThrow();

        assertThat(again.state()).isEqualTo(HostChange.State.ACTIVE);
        assertThat(again.publicKey()).isEqualTo("new key");
        assertThat(again.epoch()).isEqualTo(3);
        assertThat(again.name()).isEqualTo("web-1");
        assertThat(again.created()).isEqualTo(host.created());
        assertThat(again.enrolled()).isEqualTo(host.enrolled() + 60_000);
        hosts.delete(host.id(), "ada", DEED);
        assertThat(hosts.rekey(host.id(), "ada", "key", Map.of(), DEED)).isEmpty();
    }

    @Test
    protected void nobodyChangesAnothersHost() {
        Host host = hosts.add("ada", "web-1", "key", Map.of(), DEED);

        assertThat(hosts.find(host.id(), "bob")).isEmpty();
        assertThat(hosts.update(host.id(), "bob", "mine", List.of())).isEmpty();
        assertThat(hosts.delete(host.id(), "bob", DEED)).isFalse();
        assertThat(hosts.find(host.id(), "ada")).contains(host);
        assertThat(pendingVersion(host)).isEqualTo(1);
    }

    @Test
    protected void nameAndTagsAreChangedEachAlone() {
        Host host = hosts.add("ada", "web-1", "key", Map.of("os.type", "linux"), DEED);
        clock.forward(Duration.ofSeconds(1));

        Host tagged = hosts.update(host.id(), "ada", null, List.of("eu", "web")).orElseThrow();
        Host renamed = hosts.update(host.id(), "ada", "web-2", null).orElseThrow();

        assertThat(tagged.name()).isEqualTo("web-1");
        assertThat(renamed.name()).isEqualTo("web-2");
        assertThat(renamed.tags()).containsExactly("eu", "web");
        assertThat(renamed.resource()).containsEntry("os.type", "linux");
        assertThat(renamed.version()).isEqualTo(3);
        assertThat(renamed.epoch()).isEqualTo(1);
        assertThat(renamed.changed()).isEqualTo(clock.millis());
        assertThat(hosts.find(host.id(), "ada")).contains(renamed);
        assertThat(pendingVersion(host)).isEqualTo(3);
    }

    @Test
    protected void aDeletedHostIsGoneButItsIdIsRemembered() {
        Host host = hosts.add("ada", "web-1", "key", Map.of("os.type", "linux"), DEED);

        assertThat(hosts.delete(host.id(), "ada", DEED)).isTrue();

        assertThat(hosts.delete(host.id(), "ada", DEED)).isFalse();
        assertThat(hosts.find(host.id(), "ada")).isEmpty();
        assertThat(hosts.list("ada")).isEmpty();
        assertThat(hosts.update(host.id(), "ada", "again", null)).isEmpty();
        Host left = hosts.find(host.id()).orElseThrow();
        assertThat(left.state()).isEqualTo(HostChange.State.DELETED);
        assertThat(left.epoch()).isEqualTo(2);
        assertThat(left.name()).isEmpty();
        assertThat(left.resource()).isEmpty();
        assertThat(outbox.epochs(10)).extracting(Outbox.Pending::number).containsExactly(2L);
    }

    @Test
    protected void theFirstAccountGetsWhatIsNobodysAndNothingElse() {
        Host nobodys = hosts.add(null, "here", "key", Map.of(), DEED);
        Host bobs = hosts.add("bob", "db-1", "key", Map.of(), DEED);

        hosts.claim("ada");

        Host claimed = hosts.find(nobodys.id(), "ada").orElseThrow();
        assertThat(claimed.epoch()).isEqualTo(2);
        assertThat(claimed.version()).isEqualTo(2);
        assertThat(hosts.find(bobs.id(), "bob")).contains(bobs);
        assertThat(outbox.epochs(10)).extracting(Outbox.Pending::hostId).containsExactly(nobodys.id());
    }

    @Test
    protected void anAgentDescribesItsHostOnlyWithATokenThatIsGood() {
        Host host = hosts.add("ada", "web-1", "key", Map.of(), DEED);

        assertThat(hosts.describe(host.id(), 1, Map.of("os.type", "linux"))).isTrue();
        assertThat(hosts.describe(host.id(), 0, Map.of("os.type", "windows"))).isFalse();

        Host described = hosts.find(host.id(), "ada").orElseThrow();
        assertThat(described.resource()).containsExactly(Map.entry("os.type", "linux"));
        assertThat(described.version()).isEqualTo(1);
        hosts.delete(host.id(), "ada", DEED);
        assertThat(hosts.describe(host.id(), 2, Map.of("os.type", "windows"))).isFalse();
    }

    @Test
    protected void nothingIsKeptOfAChangeThatWasRolledBack() {
        var told = new AtomicInteger();
        outbox.onCommit(told::incrementAndGet);

        database.transactions().executeWithoutResult(transaction -> {
            hosts.add("ada", "web-1", "key", Map.of(), DEED);
            transaction.setRollbackOnly();
        });

        assertThat(hosts.list("ada")).isEmpty();
        assertThat(database.jdbc()
                        .sql("SELECT host_id FROM change_outbox")
                        .query(String.class)
                        .list())
                .isEmpty();
        assertThat(told).hasValue(0);
        hosts.add("ada", "web-1", "key", Map.of(), DEED);
        assertThat(told).hasValue(1);
    }

    @Test
    protected void aChangeThatCameWhileItWasToldIsStillToBeTold() {
        Host host = hosts.add("ada", "web-1", "key", Map.of(), DEED);
        Outbox.Pending old = new Outbox.Pending(host.id(), 1, clock.millis());
        hosts.delete(host.id(), "ada", DEED);

        outbox.changeTold(old);
        outbox.epochTold(new Outbox.Pending(host.id(), 1, clock.millis()));

        assertThat(pendingVersion(host)).isEqualTo(2);
        assertThat(outbox.epochs(10)).hasSize(1);
    }

    @Test
    protected void everyHostCanBeToldAgainWithoutHidingAChange() {
        Host told = hosts.add("ada", "web-1", "key", Map.of(), DEED);
        database.jdbc().sql("DELETE FROM change_outbox").update();
        Host waiting = hosts.add("ada", "web-2", "key", Map.of(), DEED);
        hosts.update(waiting.id(), "ada", "web-3", null);

        outbox.putAllChanges();

        assertThat(pendingVersion(told)).isEqualTo(1);
        assertThat(pendingVersion(waiting)).isEqualTo(2);
    }

    @Test
    protected void onlyEpochsThatMayStillMatterAreToldAgain() {
        Host old = hosts.add("ada", "web-1", "key", Map.of(), DEED);
        hosts.delete(old.id(), "ada", DEED);
        clock.forward(Duration.ofHours(3));
        Host fresh = hosts.add("ada", "web-2", "key", Map.of(), DEED);
        hosts.delete(fresh.id(), "ada", DEED);
        hosts.add("ada", "web-3", "key", Map.of(), DEED);
        database.jdbc().sql("DELETE FROM epoch_outbox").update();

        outbox.putEpochs(Duration.ofHours(2));

        assertThat(outbox.epochs(10)).extracting(Outbox.Pending::hostId).containsExactly(fresh.id());
    }

    @Test
    protected void changesAtTheSameInstantAreAllCounted() throws Exception {
        Host host = hosts.add("ada", "web-1", "key", Map.of(), DEED);

        Race.between(8, runner -> () -> hosts.update(host.id(), "ada", "web-" + runner, null));

        assertThat(hosts.find(host.id(), "ada").orElseThrow().version()).isEqualTo(9);
        assertThat(pendingVersion(host)).isEqualTo(9);
    }

    private long pendingVersion(Host host) {
        return database.jdbc()
                .sql("SELECT version FROM change_outbox WHERE host_id = :host")
                .param("host", host.id())
                .query(Long.class)
                .single();
    }
}
