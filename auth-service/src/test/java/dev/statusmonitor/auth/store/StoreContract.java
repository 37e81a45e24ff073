package dev.statusmonitor.auth.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.auth.Race;
import dev.statusmonitor.auth.TestDatabase;
import dev.statusmonitor.starter.database.Leases;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What leases and the purge promise on every database. */
public abstract class StoreContract {
    private static final Duration LENGTH = Duration.ofSeconds(30);
    private static final long DAY = Duration.ofDays(1).toMillis();

    private final TestDatabase database;
    private final Leases leases;

    protected StoreContract(TestDatabase database) {
        this.database = database;
        this.leases = new Leases(database.jdbc());
    }

    @BeforeEach
    protected void nothing() {
        database.empty();
    }

    @Test
    protected void aLeaseIsHeldByOneUntilItsEnd() {
        assertThat(leases.take("work", "a", 1_000, LENGTH)).isTrue();
        assertThat(leases.take("work", "b", 1_000, LENGTH)).isFalse();
        assertThat(leases.take("other work", "b", 1_000, LENGTH)).isTrue();
        assertThat(leases.take("work", "a", 20_000, LENGTH)).isTrue();
        assertThat(leases.take("work", "b", 31_000, LENGTH)).isFalse();
        assertThat(leases.take("work", "b", 50_000, LENGTH)).isTrue();
        assertThat(leases.take("work", "a", 50_000, LENGTH)).isFalse();

        leases.release("work", "a");
        assertThat(leases.take("work", "a", 50_000, LENGTH)).isFalse();
        leases.release("work", "b");
        assertThat(leases.take("work", "a", 50_000, LENGTH)).isTrue();
    }

    @Test
    protected void ofManyAtTheSameInstantOneGetsTheLease() throws Exception {
        List<Boolean> taken = Race.between(8, runner -> () -> leases.take("work", "runner" + runner, 1_000, LENGTH));

        assertThat(taken).filteredOn(won -> won).hasSize(1);
    }

    @Test
    protected void whatExpiredADayAgoIsDeletedAndNothingElse() {
        long now = 10 * DAY;
        run("INSERT INTO account VALUES ('ada', 'ada@example.org', 'Ada', '-', 1)");
        run("INSERT INTO host (id, owner_id, name, tags, state, public_key, resource, epoch, epoch_changed, version,"
                + " created, changed) VALUES ('h', 'ada', 'h', '[]', 'active', '-', '{}', 1, 1, 1, 1, 1)");
        run("INSERT INTO account VALUES ('kept', 'kept@example.org', 'Bob', '-', 1)");
        run("INSERT INTO account VALUES ('over', 'over@example.org', 'Cy', '-', 1)");
        for (String name : List.of("over", "kept")) {
            long expires = now - DAY + (name.equals("over") ? -1 : 1);
            insert("session (id, account_id, created, expires)", name, "ada", 1, expires);
            insert("refresh_token (token_hash, session_id, expires)", name, name, expires);
            insert("live_ticket (ticket_hash, session_id, expires)", name, name, expires);
            insert("enrolment (code_hash, account_id, local, expires)", name, "ada", 0, expires);
            insert("agent_assertion (host_id, jti_hash, expires)", "h", name, expires);
            insert("invitation (id, token_hash, account_id, created, expires)", name, name, "ada", 1, expires);
            insert("password_reset (account_id, token_hash, expires)", name, name, expires);
            insert("audit_event (id, account_id, type, actor, time)", name, "ada", "t", "session", expires - 399 * DAY);
        }

        assertThat(new Purge(database.jdbc()).run(now)).isEqualTo(8);

        for (String table : List.of(
                "session",
                "refresh_token",
                "live_ticket",
                "enrolment",
                "agent_assertion",
                "invitation",
                "password_reset",
                "audit_event")) {
            assertThat(database.jdbc()
                            .sql("SELECT COUNT(*) FROM " + table)
                            .query(Long.class)
                            .single())
                    .as(table)
                    .isEqualTo(1);
        }
    }

    private void insert(String into, Object... values) {
        String texts = Arrays.stream(values)
                .map(value -> value instanceof String ? "'" + value + "'" : value.toString())
                .collect(Collectors.joining(", "));
        run("INSERT INTO " + into + " VALUES (" + texts + ")");
    }

    private void run(String statement) {
        database.jdbc().sql(statement).update();
    }
}
