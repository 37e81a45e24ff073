package dev.statusmonitor.auth.session;

import dev.statusmonitor.auth.account.Account;
import dev.statusmonitor.auth.account.AccountStore;
import dev.statusmonitor.auth.account.PasswordHasher;
import dev.statusmonitor.auth.limit.GuessLimits;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks a password. The same work is done for an e-mail address that nobody has. */
public final class LogIn {
    private static final Logger log = LoggerFactory.getLogger(LogIn.class);

    private final AccountStore accounts;
    private final PasswordHasher hasher;
    private final GuessLimits limits;
    private final MeterRegistry meters;

    public LogIn(AccountStore accounts, PasswordHasher hasher, GuessLimits limits, MeterRegistry meters) {
        this.accounts = accounts;
        this.hasher = hasher;
        this.limits = limits;
        this.meters = meters;
    }

    /**
     * @param email in its one form
     * @param password in its one form
     * @param address from where
     */
    Outcome check(String email, String password, String address) {
        Optional<Duration> wait = limits.blockedFor(address, email);
        if (wait.isPresent()) {
            count("limited");
            return new Outcome.TooMany(wait.get());
        }
        Optional<AccountStore.Credentials> known = accounts.credentials(email);
        String hash = known.map(AccountStore.Credentials::passwordHash).orElse(null);
        if (!hasher.matches(password, hash) || known.isEmpty() || hash == null) {
            limits.failed(address, email);
            count("refused");
            // Not what was typed as an e-mail address: it may be a password.
            log.atWarn()
                    .addKeyValue(
                            "account", known.map(found -> found.account().id()).orElse("none"))
                    .addKeyValue("address", address)
                    .log("log-in refused");
            return new Outcome.Refused();
        }
        Account account = known.get().account();
        if (hasher.isOutdated(hash)) {
            accounts.replaceHash(account.id(), hash, hasher.hash(password));
        }
        count("accepted");
        log.atInfo()
                .addKeyValue("account", account.id())
                .addKeyValue("address", address)
                .log("logged in");
        return new Outcome.Accepted(account);
    }

    private void count(String outcome) {
        meters.counter("statusmonitor.auth.logins", "outcome", outcome).increment();
    }

    /** How a log-in ended. */
    sealed interface Outcome {
        record Accepted(Account account) implements Outcome {}

        /** No such account, or another password; nobody learns which. */
        record Refused() implements Outcome {}

        /** @param pause before the next try */
        record TooMany(Duration pause) implements Outcome {}
    }
}
