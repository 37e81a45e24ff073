package dev.statusmonitor.auth.profile;

import static dev.statusmonitor.auth.Cores.DEED;
import static dev.statusmonitor.auth.Cores.HASHER;
import static dev.statusmonitor.auth.Cores.VISIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.auth.Cores;
import dev.statusmonitor.auth.TestDatabase;
import dev.statusmonitor.auth.account.Account;
import dev.statusmonitor.auth.host.Host;
import dev.statusmonitor.auth.publish.Outbox;
import dev.statusmonitor.auth.reset.PasswordResetStore;
import dev.statusmonitor.contract.HostChange;
import dev.statusmonitor.contract.Scopes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What changing and deleting an account promise on every database. */
public abstract class ProfileContract {
    private final Cores cores;
    private final Profile profile;

    protected ProfileContract(TestDatabase database) {
        this.cores = new Cores(database);
        this.profile = new Profile(
                cores.accounts,
                HASHER,
                new PasswordResetStore(database.jdbc()),
                cores.sessions,
                cores.hosts,
                cores.audit,
                database.transactions());
    }

    @BeforeEach
    protected void twoAccounts() {
        cores.database.empty();
        cores.addAccount("ada");
        cores.addAccount("bob");
    }

    @Test
    protected void nameAndAddressChangeAlone() {
        Account ada = cores.accounts.find("ada").orElseThrow();

        assertThat(profile.change(ada, "Ada Lovelace", null, DEED))
                .contains(new Account("ada", "ada@example.org", "Ada Lovelace", ada.created()));
        assertThat(cores.audited("ada")).isEmpty();
        assertThat(profile.change(ada, null, "al@example.org", DEED))
                .contains(new Account("ada", "al@example.org", "Ada Lovelace", ada.created()));
        assertThat(cores.audited("ada")).containsExactly("account.email_changed");
        assertThat(profile.change(ada, null, null, DEED)).map(Account::email).contains("al@example.org");
    }

    @Test
    protected void anAddressIsOneAccountsAlone() {
        Account ada = cores.accounts.find("ada").orElseThrow();

        assertThat(profile.change(ada, "Ada Lovelace", "bob@example.org", DEED)).isEmpty();
        assertThat(cores.accounts.find("ada")).contains(ada);
        assertThat(profile.change(ada, null, "ada@example.org", DEED)).contains(ada);
    }

    @Test
    protected void aNewPasswordEndsTheOtherSessions() {
        var here = cores.sessions.begin("ada", VISIT).session();
        var there = cores.sessions.begin("ada", VISIT).session();
        var bobs = cores.sessions.begin("bob", VISIT).session();

        profile.setPassword("ada", here.id(), "a quite new password", DEED);

        assertThat(HASHER.matches("a quite new password", cores.passwordHash("ada")))
                .isTrue();
        assertThat(cores.sessions.findLive(here.id())).isPresent();
        assertThat(cores.sessions.findLive(there.id())).isEmpty();
        assertThat(cores.sessions.findLive(bobs.id())).isPresent();
        assertThat(cores.audited("ada")).contains("account.password_changed", "session.all_ended");
    }

    @Test
    protected void anAccountIsGoneWithAllThatIsItsOwn() {
        Host host = cores.hosts.add("ada", "web-1", "key", Map.of(), DEED);
        Host before = cores.hosts.add("ada", "web-2", "key", Map.of(), DEED);
        cores.database
                .jdbc()
                .sql("UPDATE host SET state = 'deleted' WHERE id = :id")
                .param("id", before.id())
                .update();
        Host bobs = cores.hosts.add("bob", "db-1", "key", Map.of(), DEED);
        var session = cores.sessions.begin("ada", VISIT);
        String token = cores.tokens
                .make("ada", "a script", List.of(Scopes.HOSTS_READ), null, DEED)
                .orElseThrow()
                .secret();
        cores.outbox.changes(10).forEach(cores.outbox::changeTold);

        profile.delete("ada");

        assertThat(cores.accounts.find("ada")).isEmpty();
        assertThat(cores.sessions.findLive(session.session().id())).isEmpty();
        assertThat(cores.sessions.refresh(session.refreshToken(), DEED)).isEmpty();
        assertThat(cores.tokens.find(token)).isEmpty();
        assertThat(cores.hosts.find(host.id(), "ada")).isEmpty();
        assertThat(cores.audited("ada")).isEmpty();
        assertThat(cores.outbox.changes(10)).extracting(Outbox.Pending::hostId).containsExactly(host.id());
        assertThat(cores.outbox.epochs(10)).extracting(Outbox.Pending::hostId).containsExactly(host.id());
        assertThat(cores.hosts.find(host.id()).orElseThrow()).satisfies(gone -> {
            assertThat(gone.state()).isEqualTo(HostChange.State.DELETED);
            assertThat(gone.ownerId()).isNull();
            assertThat(gone.epoch()).isEqualTo(host.epoch() + 1);
            assertThat(gone.version()).isEqualTo(host.version() + 1);
            assertThat(gone.publicKey()).isEmpty();
        });
        assertThat(cores.hosts.find(bobs.id(), "bob")).contains(bobs);
        // So the other services are told; whom nobody knows is not said to have been deleted.
        assertThat(cores.accounts.deleted(List.of("bob", "eve", "ada"))).containsExactly("ada");
        assertThat(cores.accounts.deleted(List.of())).isEmpty();
        // Whoever makes an account next gets nothing of what was there.
        cores.addAccount("ada");
        cores.hosts.claim("ada");
        assertThat(cores.hosts.find(host.id(), "ada")).isEmpty();
    }
}
