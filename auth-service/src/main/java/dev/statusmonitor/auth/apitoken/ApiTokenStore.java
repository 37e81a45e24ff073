package dev.statusmonitor.auth.apitoken;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of API tokens. */
public final class ApiTokenStore {
    private final JdbcClient jdbc;

    public ApiTokenStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Keeps the token, unless the account has {@code most} already.
     *
     * @return false where it has
     */
    boolean add(ApiToken token, String hash, int most) {
        return jdbc.sql("""
                        INSERT INTO api_token (id, token_hash, account_id, name, scopes, created, expires)
                        SELECT :id, :hash, :account, :name, :scopes, :created, :expires
                        WHERE (SELECT COUNT(*) FROM api_token WHERE account_id = :account) < :most
                        """)
                        .param("id", token.id())
                        .param("hash", hash)
                        .param("account", token.accountId())
                        .param("name", token.name())
                        .param("scopes", String.join(" ", token.scopes()))
                        .param("created", token.created())
                        .param("expires", token.expires(), Types.BIGINT)
                        .param("most", most)
                        .update()
                == 1;
    }

    /** The account's tokens, expired ones too, the newest first. */
    List<ApiToken> list(String accountId) {
        return jdbc.sql("SELECT * FROM api_token WHERE account_id = :account ORDER BY created DESC, id")
                .param("account", accountId)
                .query((row, number) -> token(row))
                .list();
    }

    /** The token of this hash, unless it has expired. */
    Optional<ApiToken> findGood(String hash, long now) {
        return jdbc.sql("SELECT * FROM api_token WHERE token_hash = :hash AND (expires IS NULL OR expires > :now)")
                .param("hash", hash)
                .param("now", now)
                .query((row, number) -> token(row))
                .optional();
    }

    /** The token of this id, unless it has expired. */
    Optional<ApiToken> findGoodById(String id, long now) {
        return jdbc.sql("SELECT * FROM api_token WHERE id = :id AND (expires IS NULL OR expires > :now)")
                .param("id", id)
                .param("now", now)
                .query((row, number) -> token(row))
                .optional();
    }

    void used(String id, long now) {
        jdbc.sql("UPDATE api_token SET last_used = :now WHERE id = :id")
                .param("id", id)
                .param("now", now)
                .update();
    }

    /** @return the token that is gone; empty where the account has none of this id */
    Optional<ApiToken> delete(String id, String accountId) {
        return jdbc.sql("DELETE FROM api_token WHERE id = :id AND account_id = :account RETURNING *")
                .param("id", id)
                .param("account", accountId)
                .query((row, number) -> token(row))
                .optional();
    }

    private static ApiToken token(ResultSet row) throws SQLException {
        return new ApiToken(
                row.getString("id"),
                row.getString("account_id"),
                row.getString("name"),
                List.of(row.getString("scopes").split(" ")),
                row.getLong("created"),
                nullable(row, "expires"),
                nullable(row, "last_used"));
    }

    private static @Nullable Long nullable(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
