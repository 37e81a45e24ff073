package dev.statusmonitor.auth.reset;

import static dev.statusmonitor.auth.Cores.DEED;
import static dev.statusmonitor.auth.Cores.HASHER;
import static dev.statusmonitor.auth.Cores.VISIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.auth.Cores;
import dev.statusmonitor.auth.Race;
import dev.statusmonitor.auth.TestDatabase;
import dev.statusmonitor.auth.audit.Deed;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What reset links promise on every database. */
public abstract class PasswordResetContract {
    private static final String PASSWORD = "a quite new password";

    private final Cores cores;
    private final PasswordResets resets;

    protected PasswordResetContract(TestDatabase database) {
        this.cores = new Cores(database);
        this.resets = new PasswordResets(
                new PasswordResetStore(database.jdbc()),
                cores.accounts,
                HASHER,
                cores.sessions,
                cores.audit,
                database.transactions(),
                cores.clock);
    }

    @BeforeEach
    protected void twoAccounts() {
        cores.database.empty();
        cores.addAccount("ada");
        cores.addAccount("bob");
    }

    @Test
    protected void aLinkSetsAPasswordOnceAndEndsAllSessions() {
        var session = cores.sessions.begin("ada", VISIT).session();
        var bobs = cores.sessions.begin("bob", VISIT).session();
        String token = link("ada");

        assertThat(resets.reset(token, PASSWORD, DEED)).isTrue();

        assertThat(HASHER.matches(PASSWORD, cores.passwordHash("ada"))).isTrue();
        assertThat(cores.passwordHash("bob")).isEqualTo("a hash of no password");
        assertThat(cores.sessions.findLive(session.id())).isEmpty();
        assertThat(cores.sessions.findLive(bobs.id())).isPresent();
        assertThat(resets.reset(token, "another password", DEED)).isFalse();
        assertThat(HASHER.matches(PASSWORD, cores.passwordHash("ada"))).isTrue();
        assertThat(cores.audited("ada"))
                .contains("account.reset_link_made", "account.password_reset", "session.all_ended");
    }

    @Test
    protected void aLinkIsGoodForAnHourAndOnlyTheNewestIs() {
        String older = link("ada");
        String newer = link("ada");
        assertThat(resets.reset(older, PASSWORD, DEED)).isFalse();

        cores.clock.forward(Duration.ofHours(1));

        assertThat(resets.reset(newer, PASSWORD, DEED)).isFalse();
        assertThat(resets.reset("", PASSWORD, DEED)).isFalse();
    }

    @Test
    protected void thereIsNoneForAnAddressThatNobodyHas() {
        assertThat(resets.newLink("nobody@example.org", DEED)).isEmpty();
    }

    @Test
    protected void ofManyWithOneLinkOneSetsThePassword() throws Exception {
        String token = link("ada");

        List<Boolean> outcomes = Race.between(4, runner -> () -> resets.reset(token, PASSWORD + runner, DEED));

        assertThat(outcomes).filteredOn(set -> set).hasSize(1);
        assertThat(HASHER.matches(PASSWORD + outcomes.indexOf(true), cores.passwordHash("ada")))
                .isTrue();
    }

    private String link(String account) {
        return resets.newLink(account + "@example.org", Deed.byPlatform())
                .orElseThrow()
                .token();
    }
}
