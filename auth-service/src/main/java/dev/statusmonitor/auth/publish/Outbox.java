package dev.statusmonitor.auth.publish;

import dev.statusmonitor.auth.host.Host;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Keeps in mind, in the transaction of a change, that it is still to be told: to the other services by Kafka, and, where
 * it makes tokens worthless, to the ingestion edge by Redis. What is told is always a host's newest state, so a row a
 * host is enough. Safe for use by several threads.
 */
public final class Outbox {
    private final JdbcClient jdbc;
    private final Clock clock;
    private final List<Runnable> listeners = new ArrayList<>();

    public Outbox(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Has {@code listener} called after each commit that put something here; to be called before there are any. */
    public void onCommit(Runnable listener) {
        listeners.add(listener);
    }

    /** The host changed; its tokens are as good as they were. Call it within the change's transaction. */
    public void changed(Host host) {
        put("change_outbox", "version", host.id(), host.version());
        wakeAfterCommit();
    }

    /** The host changed, and its tokens are worthless now. Call it within the change's transaction. */
    public void accessChanged(Host host) {
        put("epoch_outbox", "epoch", host.id(), host.epoch());
        changed(host);
    }

    /** Has every host told again: whoever lost what was told is whole again afterwards. */
    public void putAllChanges() {
        jdbc.sql("""
                        INSERT INTO change_outbox (host_id, version, since)
                        SELECT id, version, :now FROM host WHERE true ON CONFLICT (host_id) DO NOTHING
                        """).param("now", clock.millis()).update();
    }

    /**
     * Has every epoch told again that may still matter: a Redis that restarted may have forgotten it.
     *
     * @param age how long ago a token may have been issued that is still good
     */
    public void putEpochs(Duration age) {
        jdbc.sql("""
                        INSERT INTO epoch_outbox (host_id, epoch, since)
                        SELECT id, epoch, :now FROM host WHERE epoch_changed > :after AND epoch > 1
                        ON CONFLICT (host_id) DO NOTHING
                        """)
                .param("now", clock.millis())
                .param("after", clock.millis() - age.toMillis())
                .update();
    }

    /** Up to {@code limit} hosts whose newest state is still to be told, those that wait longest first. */
    public List<Pending> changes(int limit) {
        return pending(
                "SELECT host_id, version AS number, since FROM change_outbox ORDER BY since, host_id LIMIT :limit",
                limit);
    }

    /** The change of this version has been told. */
    public void changeTold(Pending told) {
        jdbc.sql("DELETE FROM change_outbox WHERE host_id = :host AND version <= :version")
                .param("host", told.hostId())
                .param("version", told.number())
                .update();
    }

    /** Up to {@code limit} epochs that are still to be told, those that wait longest first. */
    public List<Pending> epochs(int limit) {
        return pending(
                "SELECT host_id, epoch AS number, since FROM epoch_outbox ORDER BY since, host_id LIMIT :limit", limit);
    }

    /** The epoch has been told. */
    public void epochTold(Pending told) {
        jdbc.sql("DELETE FROM epoch_outbox WHERE host_id = :host AND epoch <= :epoch")
                .param("host", told.hostId())
                .param("epoch", told.number())
                .update();
    }

    private List<Pending> pending(String select, int limit) {
        return jdbc.sql(select)
                .param("limit", limit)
                .query((row, number) ->
                        new Pending(row.getString("host_id"), row.getLong("number"), row.getLong("since")))
                .list();
    }

    private void put(String table, String column, String hostId, long number) {
        jdbc.sql("INSERT INTO " + table + " (host_id, " + column + ", since) VALUES (:host, :number, :now)"
                        + " ON CONFLICT (host_id) DO UPDATE SET " + column + " = excluded." + column)
                .param("host", hostId)
                .param("number", number)
                .param("now", clock.millis())
                .update();
    }

    private void wakeAfterCommit() {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                listeners.forEach(Runnable::run);
            }
        });
    }

    /**
     * Something that is still to be told.
     *
     * @param number the version or the epoch
     * @param since Unix time in milliseconds
     */
    public record Pending(String hostId, long number, long since) {}
}
