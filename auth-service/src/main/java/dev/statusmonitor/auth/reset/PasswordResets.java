package dev.statusmonitor.auth.reset;

import dev.statusmonitor.auth.account.AccountStore;
import dev.statusmonitor.auth.account.PasswordHasher;
import dev.statusmonitor.auth.audit.AuditLog;
import dev.statusmonitor.auth.audit.Deed;
import dev.statusmonitor.auth.secret.Secrets;
import dev.statusmonitor.auth.session.Sessions;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Sets a new password for whoever holds a reset link. A link is made by somebody on the platform's own machine, which
 * has the database too: it gives nobody more than they had.
 */
public final class PasswordResets {
    private static final Logger log = LoggerFactory.getLogger(PasswordResets.class);
    private static final Duration LIFETIME = Duration.ofHours(1);

    private final PasswordResetStore store;
    private final AccountStore accounts;
    private final PasswordHasher hasher;
    private final Sessions sessions;
    private final AuditLog audit;
    private final TransactionOperations transactions;
    private final Clock clock;

    public PasswordResets(
            PasswordResetStore store,
            AccountStore accounts,
            PasswordHasher hasher,
            Sessions sessions,
            AuditLog audit,
            TransactionOperations transactions,
            Clock clock) {
        this.store = store;
        this.accounts = accounts;
        this.hasher = hasher;
        this.sessions = sessions;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** @param email in its one form */
    boolean isKnown(String email) {
        return accounts.credentials(email).isPresent();
    }

    /**
     * A new token, good once and for an hour; those before it are good no more.
     *
     * @param email in its one form
     * @return empty where there is no such account
     */
    Optional<Link> newLink(String email, Deed deed) {
        return transactions.execute(transaction -> accounts.credentials(email).map(known -> {
            String account = known.account().id();
            String token = Secrets.newToken();
            long expires = clock.millis() + LIFETIME.toMillis();
            store.replace(account, Secrets.sha256(token), expires);
            audit.note(account, "account.reset_link_made", deed, null, null);
            log.atInfo().addKeyValue("account", account).log("a link to reset a password was made");
            return new Link(token, expires);
        }));
    }

    /**
     * Sets a new password and ends all sessions.
     *
     * @param password in its one form
     * @return false where the token is wrong, used or expired
     */
    boolean reset(String token, String password, Deed deed) {
        String hash = Secrets.sha256(token);
        if (!store.isGood(hash, clock.millis())) {
            return false;
        }
        // Outside of the transaction: it takes long.
        String passwordHash = hasher.hash(password);
        return transactions.execute(transaction -> {
            Optional<String> account = store.use(hash, clock.millis());
            account.ifPresent(id -> {
                accounts.setHash(id, passwordHash);
                audit.note(id, "account.password_reset", deed, null, null);
                sessions.endAll(id, deed);
                log.atInfo().addKeyValue("account", id).log("a password was reset");
            });
            return account.isPresent();
        });
    }

    /**
     * @param token a secret
     * @param expires Unix time in milliseconds
     */
    record Link(String token, long expires) {
        /** Without the token. */
        @Override
        public String toString() {
            return "Link[" + expires + "]";
        }
    }
}
