package dev.statusmonitor.auth.enrol;

import java.sql.Types;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of one-time codes. */
public final class EnrolmentStore {
    private final JdbcClient jdbc;

    public EnrolmentStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void add(String id, String hash, Invitation invitation, long expires) {
        jdbc.sql("""
                        INSERT INTO enrolment (id, code_hash, account_id, name, local, target_id, expires)
                        VALUES (:id, :hash, :account, :name, :local, :target, :expires)
                        """)
                .param("id", id)
                .param("hash", hash)
                .param("account", invitation.accountId(), Types.VARCHAR)
                .param("name", invitation.name(), Types.VARCHAR)
                .param("local", invitation.local() ? 1 : 0)
                .param("target", invitation.targetId(), Types.VARCHAR)
                .param("expires", expires)
                .update();
    }

    /** Uses the code up: of all that try, one gets what it stands for. */
    Optional<Invitation> use(String hash, long now) {
        return jdbc.sql("""
                        UPDATE enrolment SET used = :now WHERE code_hash = :hash AND used IS NULL AND expires > :now
                        RETURNING account_id, name, local, target_id
                        """)
                .param("hash", hash)
                .param("now", now)
                .query((row, number) -> new Invitation(
                        row.getString("account_id"),
                        row.getString("name"),
                        row.getLong("local") == 1,
                        row.getString("target_id")))
                .optional();
    }

    /** The code has been used for this host. */
    void done(String hash, String hostId) {
        jdbc.sql("UPDATE enrolment SET host_id = :host WHERE code_hash = :hash")
                .param("hash", hash)
                .param("host", hostId)
                .update();
    }

    /** What has become of a code; empty where the account has none of this id. */
    Optional<Progress> find(String id, String accountId, long now) {
        return jdbc.sql("SELECT used, expires, host_id FROM enrolment WHERE id = :id AND account_id = :account")
                .param("id", id)
                .param("account", accountId)
                .query((row, number) -> {
                    String host = row.getString("host_id");
                    long expires = row.getLong("expires");
                    row.getLong("used");
                    boolean open = row.wasNull() && expires > now;
                    State state = host != null ? State.ENROLLED : open ? State.WAITING : State.EXPIRED;
                    return new Progress(state, host);
                })
                .optional();
    }

    /** What can have become of a code. */
    enum State {
        WAITING,
        ENROLLED,
        /** Its hour is over, or the host that it was for is gone. */
        EXPIRED
    }

    /** @param hostId the host that enrolled; null while there is none */
    record Progress(State state, @Nullable String hostId) {}

    /**
     * What a code stands for.
     *
     * @param accountId whose the host will be; null for whoever has the first account
     * @param name of the host; null for what the agent says
     * @param local whether the agent runs beside the platform, and reaches it where it enrols
     * @param targetId the host that gets a new key; null for a new host
     */
    record Invitation(
            @Nullable String accountId,
            @Nullable String name,
            boolean local,
            @Nullable String targetId) {}
}
