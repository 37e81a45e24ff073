package dev.statusmonitor.auth.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.auth.TestClock;
import dev.statusmonitor.auth.TestDatabase;
import dev.statusmonitor.auth.account.Account;
import dev.statusmonitor.auth.account.AccountStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the audit log promises on every database. */
public abstract class AuditContract {
    private final TestDatabase database;
    private final TestClock clock = new TestClock();
    private final AuditLog audit;

    protected AuditContract(TestDatabase database) {
        this.database = database;
        this.audit = new AuditLog(database.jdbc(), clock);
    }

    @BeforeEach
    protected void twoAccounts() {
        database.empty();
        var accounts = new AccountStore(database.jdbc());
        accounts.add(new Account("ada", "ada@example.org", "Ada", clock.millis()), "a hash of no password");
        accounts.add(new Account("eve", "eve@example.org", "Eve", clock.millis()), "a hash of no password");
    }

    @Test
    protected void everybodySeesTheirOwnTheNewestFirst() {
        audit.note("ada", "token.created", new Deed("session", "192.0.2.7"), "t1", "a script");
        clock.forward(Duration.ofSeconds(1));
        audit.note("eve", "session.started", new Deed("session", "192.0.2.8"), "s1", null);
        audit.note("ada", "account.password_reset", Deed.byPlatform(), null, null);

        assertThat(list("ada", null, 10))
                .extracting(AuditEvent::type)
                .containsExactly("account.password_reset", "token.created");
        assertThat(list("ada", null, 10).getLast()).satisfies(event -> {
            assertThat(event.time()).isEqualTo(clock.millis() - 1_000);
            assertThat(event.actor()).isEqualTo("session");
            assertThat(event.subject()).isEqualTo("t1");
            assertThat(event.address()).isEqualTo("192.0.2.7");
            assertThat(event.detail()).isEqualTo("a script");
        });
        assertThat(list("ada", null, 10).getFirst()).satisfies(event -> {
            assertThat(event.subject()).isNull();
            assertThat(event.address()).isNull();
        });
    }

    @Test
    protected void pagesMissNothingOfWhatHappenedAtOneInstant() {
        for (int i = 0; i < 7; i++) {
            audit.note("ada", "event." + i, Deed.byPlatform(), null, null);
        }

        var seen = new ArrayList<AuditEvent>();
        String before = null;
        while (true) {
            List<AuditEvent> page = list("ada", before, 3);
            seen.addAll(page);
            if (page.size() < 3) {
                break;
            }
            before = page.getLast().id();
        }

        assertThat(seen).extracting(AuditEvent::type).doesNotHaveDuplicates().hasSize(7);
    }

    @Test
    protected void othersEventsAreAsUnknown() {
        audit.note("eve", "session.started", Deed.byPlatform(), "s1", null);
        String hers = list("eve", null, 1).getFirst().id();

        assertThat(audit.list("ada", hers, 10)).isEmpty();
        assertThat(audit.list("ada", "unknown", 10)).isEmpty();
    }

    private List<AuditEvent> list(String account, @Nullable String before, int limit) {
        return audit.list(account, before, limit).orElseThrow();
    }
}
