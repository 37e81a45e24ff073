package dev.statusmonitor.auth.apitoken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.auth.Race;
import dev.statusmonitor.auth.TestClock;
import dev.statusmonitor.auth.TestDatabase;
import dev.statusmonitor.auth.account.Account;
import dev.statusmonitor.auth.account.AccountStore;
import dev.statusmonitor.auth.audit.AuditLog;
import dev.statusmonitor.auth.audit.Deed;
import dev.statusmonitor.contract.Scopes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What API tokens promise on every database. */
public abstract class ApiTokenContract {
    private static final Deed DEED = new Deed("session", "192.0.2.7");

    private final TestDatabase database;
    private final TestClock clock = new TestClock();
    private final PersonalTokens tokens;

    protected ApiTokenContract(TestDatabase database) {
        this.database = database;
        this.tokens = new PersonalTokens(
                new ApiTokenStore(database.jdbc()),
                new AuditLog(database.jdbc(), clock),
                database.transactions(),
                clock);
    }

    @BeforeEach
    protected void twoAccounts() {
        database.empty();
        var accounts = new AccountStore(database.jdbc());
        accounts.add(new Account("ada", "ada@example.org", "Ada", clock.millis()), "a hash of no password");
        accounts.add(new Account("eve", "eve@example.org", "Eve", clock.millis()), "a hash of no password");
    }

    @Test
    protected void aTokenIsFoundByItselfAndKeptAsAHash() {
        var made = make(null);

        assertThat(made.secret()).matches("smp_[A-Za-z0-9_-]{43}");
        assertThat(tokens.find(made.secret())).hasValueSatisfying(caller -> {
            assertThat(caller.accountId()).isEqualTo("ada");
            assertThat(caller.tokenId()).isEqualTo(made.token().id());
            assertThat(caller.scopes()).isEqualTo(Set.of(Scopes.HISTORY_READ, Scopes.LIVE_READ));
            assertThat(caller.isInSession()).isFalse();
        });
        assertThat(tokens.find(made.secret() + "x")).isEmpty();
        assertThat(database.jdbc()
                        .sql("SELECT token_hash FROM api_token")
                        .query(String.class)
                        .single())
                .matches("[0-9a-f]{64}");
    }

    @Test
    protected void aTokenEndsWhenItWasSaidTo() {
        var made = make(Duration.ofDays(1));
        clock.forward(Duration.ofDays(1).minusMillis(1));
        assertThat(tokens.find(made.secret())).isPresent();

        clock.forward(Duration.ofMillis(1));

        assertThat(tokens.find(made.secret())).isEmpty();
        assertThat(tokens.findGrant(made.token().id())).isEmpty();
        assertThat(tokens.list("ada")).hasSize(1);
    }

    @Test
    protected void aTokenIsRevokedByItsOwnerAlone() {
        var made = make(null);

        assertThat(tokens.revoke(made.token().id(), "eve", DEED)).isFalse();
        assertThat(tokens.find(made.secret())).isPresent();
        assertThat(tokens.list("eve")).isEmpty();
        assertThat(tokens.revoke(made.token().id(), "ada", DEED)).isTrue();
        assertThat(tokens.find(made.secret())).isEmpty();
        assertThat(tokens.revoke(made.token().id(), "ada", DEED)).isFalse();
    }

    @Test
    protected void itsUseIsNotedToTheMinute() {
        var made = make(null);
        assertThat(tokens.list("ada").getFirst().lastUsed()).isNull();
        long first = clock.millis();
        tokens.find(made.secret());
        clock.forward(Duration.ofSeconds(59));
        tokens.find(made.secret());
        assertThat(tokens.list("ada").getFirst().lastUsed()).isEqualTo(first);

        clock.forward(Duration.ofSeconds(1));
        tokens.find(made.secret());

        assertThat(tokens.list("ada").getFirst().lastUsed()).isEqualTo(first + 60_000);
    }

    @Test
    protected void anAccountHasAHundredAtTheMost() throws Exception {
        Race.between(4, runner -> () -> {
            for (int i = 0; i < 24; i++) {
                make(null);
            }
            return true;
        });
        for (int i = 0; i < 4; i++) {
            make(null);
        }

        assertThat(tokens.make("ada", "one more", List.of(Scopes.LIVE_READ), null, DEED))
                .isEmpty();
        assertThat(tokens.list("ada")).hasSize(PersonalTokens.MOST);
        assertThat(tokens.make("eve", "hers", List.of(Scopes.LIVE_READ), null, DEED))
                .isPresent();
    }

    private PersonalTokens.Made make(@Nullable Duration lifetime) {
        return tokens.make("ada", "a script", List.of(Scopes.HISTORY_READ, Scopes.LIVE_READ), lifetime, DEED)
                .orElseThrow();
    }
}
