package dev.statusmonitor.auth.enrol;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of one-time codes. */
public final class EnrolmentStore {
    private final JdbcClient jdbc;

    public EnrolmentStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void add(String hash, Invitation invitation, long expires) {
        jdbc.sql("""
                        INSERT INTO enrolment (code_hash, account_id, name, local, expires)
                        VALUES (:hash, :account, :name, :local, :expires)
                        """)
                .param("hash", hash)
                .param("account", invitation.accountId())
                .param("name", invitation.name())
                .param("local", invitation.local() ? 1 : 0)
                .param("expires", expires)
                .update();
    }

    /** Uses the code up: of all that try, one gets what it stands for. */
    Optional<Invitation> use(String hash, long now) {
        return jdbc.sql("""
                        UPDATE enrolment SET used = :now WHERE code_hash = :hash AND used IS NULL AND expires > :now
                        RETURNING account_id, name, local
                        """)
                .param("hash", hash)
                .param("now", now)
                .query((row, number) ->
                        new Invitation(row.getString("account_id"), row.getString("name"), row.getLong("local") == 1))
                .optional();
    }

    /**
     * What a code stands for.
     *
     * @param accountId whose the host will be; null for whoever has the first account
     * @param name of the host; null for what the agent says
     * @param local whether the agent runs beside the platform, and reaches it where it enrols
     */
    record Invitation(@Nullable String accountId, @Nullable String name, boolean local) {}
}
