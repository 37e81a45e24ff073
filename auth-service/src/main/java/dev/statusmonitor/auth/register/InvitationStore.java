package dev.statusmonitor.auth.register;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of invitations. */
public final class InvitationStore {
    private final JdbcClient jdbc;

    public InvitationStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Keeps the invitation, unless the account has {@code most} open ones already.
     *
     * @return false where it has
     */
    boolean add(Invitation invitation, String hash, int most) {
        return jdbc.sql("""
                        INSERT INTO invitation (id, token_hash, account_id, email, created, expires)
                        SELECT :id, :hash, :account, :email, :created, :expires
                        WHERE (SELECT COUNT(*) FROM invitation
                               WHERE account_id = :account AND used IS NULL AND expires > :created) < :most
                        """)
                        .param("id", invitation.id())
                        .param("hash", hash)
                        .param("account", invitation.accountId())
                        .param("email", invitation.email(), Types.VARCHAR)
                        .param("created", invitation.created())
                        .param("expires", invitation.expires())
                        .param("most", most)
                        .update()
                == 1;
    }

    /** The account's invitations that are still good, the newest first. */
    List<Invitation> open(String accountId, long now) {
        return jdbc.sql("""
                        SELECT * FROM invitation WHERE account_id = :account AND used IS NULL AND expires > :now
                        ORDER BY created DESC, id
                        """)
                .param("account", accountId)
                .param("now", now)
                .query((row, number) -> invitation(row))
                .list();
    }

    /** @return false where the account has no such invitation that is still good */
    boolean delete(String id, String accountId, long now) {
        return jdbc.sql("""
                        DELETE FROM invitation
                        WHERE id = :id AND account_id = :account AND used IS NULL AND expires > :now
                        """)
                        .param("id", id)
                        .param("account", accountId)
                        .param("now", now)
                        .update()
                == 1;
    }

    /** Whether an account of this e-mail address could be made by it now. */
    boolean isGood(String hash, String email, long now) {
        return jdbc.sql("""
                        SELECT EXISTS (
                            SELECT 1 FROM invitation WHERE token_hash = :hash AND used IS NULL AND expires > :now
                                AND (email IS NULL OR email = :email))
                        """)
                .param("hash", hash)
                .param("email", email)
                .param("now", now)
                .query(Boolean.class)
                .single();
    }

    /** Uses the invitation up: of all that try, one gets it. */
    Optional<Invitation> use(String hash, String email, long now) {
        return jdbc.sql("""
                        UPDATE invitation SET used = :now
                        WHERE token_hash = :hash AND used IS NULL AND expires > :now
                            AND (email IS NULL OR email = :email)
                        RETURNING *
                        """)
                .param("hash", hash)
                .param("email", email)
                .param("now", now)
                .query((row, number) -> invitation(row))
                .optional();
    }

    private static Invitation invitation(ResultSet row) throws SQLException {
        return new Invitation(
                row.getString("id"),
                row.getString("account_id"),
                row.getString("email"),
                row.getLong("created"),
                row.getLong("expires"));
    }
}
