package dev.statusmonitor.auth.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of accounts. */
public final class AccountStore {
    private final JdbcClient jdbc;

    public AccountStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Whether anybody can log in at all. */
    public boolean isEmpty() {
        return jdbc.sql("SELECT NOT EXISTS (SELECT 1 FROM account)")
                .query(Boolean.class)
                .single();
    }

    public Optional<Account> find(String id) {
        return jdbc.sql("SELECT * FROM account WHERE id = :id")
                .param("id", id)
                .query((row, number) -> account(row))
                .optional();
    }

    /** The account that was made first; it has what belongs to nobody else. */
    public Optional<Account> first() {
        return jdbc.sql("SELECT * FROM account ORDER BY created, id LIMIT 1")
                .query((row, number) -> account(row))
                .optional();
    }

    /** @param email in its one form */
    public Optional<Credentials> credentials(String email) {
        return jdbc.sql("SELECT * FROM account WHERE email = :email")
                .param("email", email)
                .query((row, number) -> new Credentials(account(row), row.getString("password_hash")))
                .optional();
    }

    /** @return false where another account has this e-mail address */
    public boolean add(Account account, String passwordHash) {
        return jdbc.sql("""
                        INSERT INTO account (id, email, name, password_hash, created)
                        VALUES (:id, :email, :name, :hash, :created) ON CONFLICT (email) DO NOTHING
                        """)
                        .param("id", account.id())
                        .param("email", account.email())
                        .param("name", account.name())
                        .param("hash", passwordHash)
                        .param("created", account.created())
                        .update()
                == 1;
    }

    /** Replaces the hash, as long as it is still the one that was seen. */
    public void replaceHash(String id, String seen, String hash) {
        jdbc.sql("UPDATE account SET password_hash = :hash WHERE id = :id AND password_hash = :seen")
                .param("id", id)
                .param("seen", seen)
                .param("hash", hash)
                .update();
    }

    /** From now on this is the account's password, whatever it was. */
    public void setHash(String id, String hash) {
        jdbc.sql("UPDATE account SET password_hash = :hash WHERE id = :id")
                .param("id", id)
                .param("hash", hash)
                .update();
    }

    /**
     * Changes name and e-mail address; null leaves one as it is.
     *
     * @param email in its one form
     * @return the account as it is now; empty where another one has the address, or there is none of this id
     */
    public Optional<Account> update(String id, @Nullable String name, @Nullable String email) {
        return jdbc.sql("""
                        UPDATE account SET name = COALESCE(:name, name), email = COALESCE(:email, email)
                        WHERE id = :id AND NOT EXISTS (
                            SELECT 1 FROM account other WHERE other.email = :email AND other.id <> :id)
                        RETURNING *
                        """)
                .param("id", id)
                .param("name", name, Types.VARCHAR)
                .param("email", email, Types.VARCHAR)
                .query((row, number) -> account(row))
                .optional();
    }

    /**
     * Deletes the account and what hangs on it, such as its sessions, and keeps in mind that it was; its hosts must have
     * been deleted before. To be called within a transaction.
     */
    public void delete(String id) {
        jdbc.sql("DELETE FROM account WHERE id = :id").param("id", id).update();
        jdbc.sql("INSERT INTO deleted_account (id) VALUES (:id) ON CONFLICT (id) DO NOTHING")
                .param("id", id)
                .update();
    }

    /** Those of the ids whose accounts were deleted; one that there never was is none of them. */
    public List<String> deleted(Collection<String> ids) {
        return ids.isEmpty()
                ? List.of()
                : jdbc.sql("SELECT id FROM deleted_account WHERE id IN (:ids)")
                        .param("ids", ids)
                        .query(String.class)
                        .list();
    }

    private static Account account(ResultSet row) throws SQLException {
        return new Account(row.getString("id"), row.getString("email"), row.getString("name"), row.getLong("created"));
    }

    /** An account and what its password is checked against. */
    public record Credentials(Account account, String passwordHash) {
        /** Without the hash. */
        @Override
        public String toString() {
            return "Credentials[" + account.id() + "]";
        }
    }
}
