package dev.statusmonitor.auth.apitoken;

import dev.statusmonitor.auth.audit.AuditLog;
import dev.statusmonitor.auth.audit.Deed;
import dev.statusmonitor.auth.secret.Secrets;
import dev.statusmonitor.contract.TokenClaims;
import dev.statusmonitor.starter.token.ApiTokens;
import dev.statusmonitor.starter.token.Caller;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.support.TransactionOperations;

/** Makes, finds and revokes personal API tokens. A token is shown when it is made and never again; its hash is kept. */
public final class PersonalTokens implements ApiTokens {
    private static final Logger log = LoggerFactory.getLogger(PersonalTokens.class);

    /** More than anybody needs; a page shows them all. */
    static final int MOST = 100;

    /** A script that asks each second must not write each second. */
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);

    private final ApiTokenStore store;
    private final AuditLog audit;
    private final TransactionOperations transactions;
    private final Clock clock;

    public PersonalTokens(ApiTokenStore store, AuditLog audit, TransactionOperations transactions, Clock clock) {
        this.store = store;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * Makes a token.
     *
     * @param lifetime null for ever
     * @return empty where the account has {@value #MOST} already
     */
    public Optional<Made> make(
            String accountId, String name, List<String> scopes, @Nullable Duration lifetime, Deed deed) {
        return transactions.execute(transaction -> {
            long now = clock.millis();
            String secret = TokenClaims.API_TOKEN_PREFIX + Secrets.newToken();
            Long expires = lifetime == null ? null : now + lifetime.toMillis();
            var token = new ApiToken(Secrets.newId(), accountId, name, scopes, now, expires, null);
            if (!store.add(token, Secrets.sha256(secret), MOST)) {
                return Optional.empty();
            }
            audit.note(accountId, "token.created", deed, token.id(), name + ": " + String.join(" ", scopes));
            log.atInfo()
                    .addKeyValue("account", accountId)
                    .addKeyValue("token", token.id())
                    .log("an API token was made");
            return Optional.of(new Made(token, secret));
        });
    }

    List<ApiToken> list(String accountId) {
        return store.list(accountId);
    }

    /** @return false where the account has no such token */
    public boolean revoke(String id, String accountId, Deed deed) {
        return transactions.execute(transaction -> {
            Optional<ApiToken> gone = store.delete(id, accountId);
            gone.ifPresent(token -> {
                audit.note(accountId, "token.revoked", deed, id, token.name());
                log.atInfo()
                        .addKeyValue("account", accountId)
                        .addKeyValue("token", id)
                        .log("an API token was revoked");
            });
            return gone.isPresent();
        });
    }

    @Override
    public Optional<Caller> find(String token) {
        try {
            return findGood(token)
                    .map(known -> Caller.withToken(known.accountId(), known.id(), new HashSet<>(known.scopes())));
        } catch (DataAccessException e) {
            throw new UnavailableException("the API token cannot be looked up now", e);
        }
    }

    /** The token, as long as it is good; its use is noted. */
    Optional<ApiToken> findGood(String token) {
        long now = clock.millis();
        Optional<ApiToken> found = store.findGood(Secrets.sha256(token), now);
        found.filter(known ->
                        known.lastUsed() == null || Math.abs(now - known.lastUsed()) >= USE_NOTED_EVERY.toMillis())
                .ifPresent(known -> store.used(known.id(), now));
        return found;
    }

    /** Whose the token is and when it ends, as long as it is good. */
    public Optional<Grant> findGrant(String id) {
        return store.findGoodById(id, clock.millis()).map(token -> new Grant(token.accountId(), token.expires()));
    }

    /** @param expires Unix time in milliseconds; null for never */
    public record Grant(String accountId, @Nullable Long expires) {}

    /** @param secret the token itself */
    public record Made(ApiToken token, String secret) {
        /** Without the secret. */
        @Override
        public String toString() {
            return "Made[" + token.id() + "]";
        }
    }
}
