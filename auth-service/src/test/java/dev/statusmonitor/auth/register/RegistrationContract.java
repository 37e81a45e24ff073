package dev.statusmonitor.auth.register;

import static dev.statusmonitor.auth.Cores.DEED;
import static dev.statusmonitor.auth.Cores.HASHER;
import static dev.statusmonitor.auth.Cores.VISIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.auth.Cores;
import dev.statusmonitor.auth.Race;
import dev.statusmonitor.auth.TestDatabase;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What invitations and registration promise on every database. */
public abstract class RegistrationContract {
    private final Cores cores;
    private final Registration registration;

    protected RegistrationContract(TestDatabase database) {
        this.cores = new Cores(database);
        this.registration = registration(RegistrationMode.INVITATION);
    }

    private Registration registration(RegistrationMode mode) {
        return new Registration(
                new InvitationStore(cores.database.jdbc()),
                cores.accounts,
                HASHER,
                cores.sessions,
                cores.audit,
                cores.database.transactions(),
                mode,
                cores.clock);
    }

    @BeforeEach
    protected void oneAccount() {
        cores.database.empty();
        cores.addAccount("ada");
    }

    @Test
    protected void whoIsInvitedMakesOneAccountAndIsLoggedIn() {
        var invited = registration.invite("ada", null, DEED).orElseThrow();

        var made = (Registration.Outcome.Made) register(invited.token(), "bob");

        assertThat(made.account().email()).isEqualTo("bob@example.org");
        assertThat(cores.sessions.findLive(made.session().session().id())).isPresent();
        assertThat(register(invited.token(), "eve")).isInstanceOf(Registration.Outcome.Refused.class);
        assertThat(registration.list("ada")).isEmpty();
        assertThat(cores.audited(made.account().id())).containsExactlyInAnyOrder("account.created", "session.started");
        assertThat(cores.audited("ada")).containsExactlyInAnyOrder("invitation.created", "invitation.used");
        assertThat(cores.database
                        .jdbc()
                        .sql("SELECT token_hash FROM invitation")
                        .query(String.class)
                        .single())
                .doesNotContain(invited.token());
    }

    @Test
    protected void anInvitationForAnAddressIsForThatAlone() {
        String token = registration
                .invite("ada", "bob@example.org", DEED)
                .orElseThrow()
                .token();

        assertThat(register(token, "eve")).isInstanceOf(Registration.Outcome.Refused.class);
        assertThat(register(token, "bob")).isInstanceOf(Registration.Outcome.Made.class);
    }

    @Test
    protected void anInvitationIsGoodForSevenDaysUnlessItIsTakenBack() {
        var late = registration.invite("ada", null, DEED).orElseThrow();
        var revoked = registration.invite("ada", null, DEED).orElseThrow();
        assertThat(registration.revoke(revoked.invitation().id(), "eve", DEED)).isFalse();
        assertThat(registration.revoke(revoked.invitation().id(), "ada", DEED)).isTrue();
        assertThat(registration.revoke(revoked.invitation().id(), "ada", DEED)).isFalse();
        assertThat(register(revoked.token(), "bob")).isInstanceOf(Registration.Outcome.Refused.class);
        assertThat(registration.list("ada")).containsExactly(late.invitation());

        cores.clock.forward(Duration.ofDays(7));

        assertThat(register(late.token(), "bob")).isInstanceOf(Registration.Outcome.Refused.class);
        assertThat(registration.list("ada")).isEmpty();
    }

    @Test
    protected void anAddressThatIsTakenDoesNotUseTheInvitationUp() {
        String token = registration.invite("ada", null, DEED).orElseThrow().token();

        assertThat(register(token, "ada")).isInstanceOf(Registration.Outcome.Taken.class);
        assertThat(register(token, "bob")).isInstanceOf(Registration.Outcome.Made.class);
    }

    @Test
    protected void nobodyComesWithoutAnInvitationUnlessRegistrationIsOpen() {
        assertThat(register(null, "bob")).isInstanceOf(Registration.Outcome.Refused.class);
        assertThat(register("", "bob")).isInstanceOf(Registration.Outcome.Refused.class);
        var open = registration(RegistrationMode.OPEN);
        assertThat(open.register(null, "bob@example.org", "bob", "correct horse", VISIT))
                .isInstanceOf(Registration.Outcome.Made.class);

        cores.database.empty();

        // The first account is the set-up link's.
        assertThat(open.register(null, "bob@example.org", "bob", "correct horse", VISIT))
                .isInstanceOf(Registration.Outcome.Refused.class);
    }

    @Test
    protected void ofManyWithOneInvitationOneWins() throws Exception {
        String token = registration.invite("ada", null, DEED).orElseThrow().token();

        List<Registration.Outcome> outcomes = Race.between(4, runner -> () -> register(token, "runner" + runner));

        assertThat(outcomes)
                .filteredOn(Registration.Outcome.Made.class::isInstance)
                .hasSize(1);
        assertThat(cores.database
                        .jdbc()
                        .sql("SELECT COUNT(*) FROM account")
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    protected void anAccountHasAHundredOpenInvitationsAtTheMost() {
        for (int i = 0; i < Registration.MOST; i++) {
            assertThat(registration.invite("ada", null, DEED)).isPresent();
        }

        assertThat(registration.invite("ada", null, DEED)).isEmpty();
        cores.clock.forward(Duration.ofDays(7));
        assertThat(registration.invite("ada", null, DEED)).isPresent();
    }

    private Registration.Outcome register(@Nullable String invitation, String who) {
        return registration.register(invitation, who + "@example.org", who, "correct horse battery", VISIT);
    }
}
