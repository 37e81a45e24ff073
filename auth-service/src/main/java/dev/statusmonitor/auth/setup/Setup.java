package dev.statusmonitor.auth.setup;

import dev.statusmonitor.auth.account.Account;
import dev.statusmonitor.auth.account.AccountStore;
import dev.statusmonitor.auth.account.PasswordHasher;
import dev.statusmonitor.auth.audit.AuditLog;
import dev.statusmonitor.auth.host.Hosts;
import dev.statusmonitor.auth.secret.Secrets;
import dev.statusmonitor.auth.session.Sessions;
import dev.statusmonitor.auth.session.Visit;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/** Makes the first account, once. */
public final class Setup implements SetupLinks {
    private static final Logger log = LoggerFactory.getLogger(Setup.class);
    private static final Duration LIFETIME = Duration.ofHours(1);

    private final SetupStore store;
    private final AccountStore accounts;
    private final PasswordHasher hasher;
    private final Hosts hosts;
    private final Sessions sessions;
    private final AuditLog audit;
    private final TransactionOperations transactions;
    private final Clock clock;

    public Setup(
            SetupStore store,
            AccountStore accounts,
            PasswordHasher hasher,
            Hosts hosts,
            Sessions sessions,
            AuditLog audit,
            TransactionOperations transactions,
            Clock clock) {
        this.store = store;
        this.accounts = accounts;
        this.hasher = hasher;
        this.hosts = hosts;
        this.sessions = sessions;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    boolean isNeeded() {
        return accounts.isEmpty();
    }

    @Override
    public Optional<String> newToken() {
        return transactions.execute(transaction -> {
            if (!accounts.isEmpty()) {
                return Optional.empty();
            }
            String token = Secrets.newToken();
            store.replace(Secrets.sha256(token), clock.millis() + LIFETIME.toMillis());
            return Optional.of(token);
        });
    }

    /**
     * Makes the first account, its session, and it the owner of every host without one: all or nothing.
     *
     * @param email in its one form
     * @param name in its one form
     * @param password in its one form
     */
    Outcome run(String token, String email, String name, String password, Visit visit) {
        if (!accounts.isEmpty()) {
            return new Outcome.Done();
        }
        if (!store.isGood(Secrets.sha256(token), clock.millis())) {
            return new Outcome.WrongToken();
        }
        // Outside of the transaction: it takes long.
        String hash = hasher.hash(password);
        return transactions.execute(transaction -> {
            long now = clock.millis();
            boolean good = store.use(Secrets.sha256(token), now);
            if (!accounts.isEmpty()) {
                transaction.setRollbackOnly();
                return new Outcome.Done();
            }
            if (!good) {
                return new Outcome.WrongToken();
            }
            var account = new Account(Secrets.newId(), email, name, now);
            accounts.add(account, hash);
            audit.note(account.id(), "account.created", visit.deed(), null, null);
            hosts.claim(account.id());
            log.atInfo().addKeyValue("account", account.id()).log("the first account was made");
            return new Outcome.Made(account, sessions.begin(account.id(), visit));
        });
    }

    /** How it ended. */
    sealed interface Outcome {
        record Made(Account account, Sessions.Started session) implements Outcome {}

        /** There is an account already. */
        record Done() implements Outcome {}

        /** The token is wrong, used or expired. */
        record WrongToken() implements Outcome {}
    }
}
