package dev.statusmonitor.auth.profile;

import dev.statusmonitor.auth.account.Account;
import dev.statusmonitor.auth.account.AccountStore;
import dev.statusmonitor.auth.account.PasswordHasher;
import dev.statusmonitor.auth.audit.AuditLog;
import dev.statusmonitor.auth.audit.Deed;
import dev.statusmonitor.auth.host.Hosts;
import dev.statusmonitor.auth.reset.PasswordResetStore;
import dev.statusmonitor.auth.session.Sessions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/** Changes an account as its owner wishes. Whether the password was right is for the caller to have checked. */
public final class Profile {
    private static final Logger log = LoggerFactory.getLogger(Profile.class);

    private final AccountStore accounts;
    private final PasswordHasher hasher;
    private final PasswordResetStore resets;
    private final Sessions sessions;
    private final Hosts hosts;
    private final AuditLog audit;
    private final TransactionOperations transactions;

    public Profile(
            AccountStore accounts,
            PasswordHasher hasher,
            PasswordResetStore resets,
            Sessions sessions,
            Hosts hosts,
            AuditLog audit,
            TransactionOperations transactions) {
        this.accounts = accounts;
        this.hasher = hasher;
        this.resets = resets;
        this.sessions = sessions;
        this.hosts = hosts;
        this.audit = audit;
        this.transactions = transactions;
    }

    Optional<Account> find(String id) {
        return accounts.find(id);
    }

    /**
     * Changes name and e-mail address; null leaves one as it is. A reset link that is still open was made for the old
     * address, and is good no more.
     *
     * @return empty where another account has this e-mail address
     */
    Optional<Account> change(Account account, @Nullable String name, @Nullable String email, Deed deed) {
        return transactions.execute(transaction -> {
            Optional<Account> changed = accounts.update(account.id(), name, email);
            changed.filter(now -> !now.email().equals(account.email())).ifPresent(now -> {
                resets.forget(now.id());
                audit.note(now.id(), "account.email_changed", deed, null, account.email() + " to " + now.email());
                log.atInfo().addKeyValue("account", now.id()).log("an account has another e-mail address");
            });
            return changed;
        });
    }

    /** Sets a new password, and ends every session but this one. */
    void setPassword(String accountId, String sessionId, String password, Deed deed) {
        // Outside of the transaction: it takes long.
        String hash = hasher.hash(password);
        transactions.executeWithoutResult(transaction -> {
            accounts.setHash(accountId, hash);
            resets.forget(accountId);
            audit.note(accountId, "account.password_changed", deed, null, null);
            sessions.endOthers(accountId, sessionId, deed);
        });
        log.atInfo().addKeyValue("account", accountId).log("a password was changed");
    }

    /** Deletes the account with all that is its own. Its hosts' ids are never used again. */
    void delete(String accountId) {
        transactions.executeWithoutResult(transaction -> {
            hosts.deleteAll(accountId);
            accounts.delete(accountId);
        });
        log.atInfo().addKeyValue("account", accountId).log("an account was deleted");
    }
}
