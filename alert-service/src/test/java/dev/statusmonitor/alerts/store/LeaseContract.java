package dev.statusmonitor.alerts.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.alerts.TestDatabase;
import dev.statusmonitor.starter.database.Leases;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What leases promise on every database. */
public abstract class LeaseContract {
    private static final Duration LENGTH = Duration.ofSeconds(10);

    private final TestDatabase database;
    private final Leases leases;

    protected LeaseContract(TestDatabase database) {
        this.database = database;
        this.leases = new Leases(database.jdbc());
    }

    @BeforeEach
    protected void nothing() {
        database.empty();
    }

    @Test
    protected void oneHolderAtATimeWhoMayProlongIt() {
        assertThat(leases.take("telling", "a", 1_000, LENGTH)).isTrue();
        assertThat(leases.take("telling", "b", 2_000, LENGTH)).isFalse();
        assertThat(leases.take("other", "b", 2_000, LENGTH)).isTrue();
        assertThat(leases.take("telling", "a", 9_000, LENGTH)).isTrue();

        assertThat(leases.take("telling", "b", 18_999, LENGTH)).isFalse();
        assertThat(leases.take("telling", "b", 19_000, LENGTH)).isTrue();
        assertThat(leases.take("telling", "a", 19_001, LENGTH)).isFalse();
    }

    @Test
    protected void whoGivesItBackFreesItAndNobodyElseCan() {
        assertThat(leases.take("telling", "a", 1_000, LENGTH)).isTrue();

        leases.release("telling", "b");
        assertThat(leases.take("telling", "b", 1_001, LENGTH)).isFalse();

        leases.release("telling", "a");
        assertThat(leases.take("telling", "b", 1_002, LENGTH)).isTrue();
    }
}
