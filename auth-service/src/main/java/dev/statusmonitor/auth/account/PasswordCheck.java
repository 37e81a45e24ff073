package dev.statusmonitor.auth.account;

import dev.statusmonitor.auth.limit.GuessLimits;
import java.time.Duration;
import java.util.Optional;

/**
 * Checks passwords, within the limits of {@link GuessLimits}. The same work is done for an e-mail address that nobody
 * has. Safe for use by several threads.
 */
public final class PasswordCheck {
    private final AccountStore accounts;
    private final PasswordHasher hasher;
    private final GuessLimits limits;

    public PasswordCheck(AccountStore accounts, PasswordHasher hasher, GuessLimits limits) {
        this.accounts = accounts;
        this.hasher = hasher;
        this.limits = limits;
    }

    /**
     * Checks a password. A hash that was made with weaker parameters than today's is replaced.
     *
     * @param email in its one form
     * @param password in its one form
     * @param address from where
     */
    public Outcome check(String email, String password, String address) {
        Optional<Duration> wait = limits.blockedFor(address, email);
        if (wait.isPresent()) {
            return new Outcome.TooMany(wait.get());
        }
        Optional<AccountStore.Credentials> known = accounts.credentials(email);
        String hash = known.map(AccountStore.Credentials::passwordHash).orElse(null);
        if (!hasher.matches(password, hash) || known.isEmpty() || hash == null) {
            limits.failed(address, email);
            return new Outcome.Refused(known.map(found -> found.account().id()));
        }
        Account account = known.get().account();
        if (hasher.isOutdated(hash)) {
            accounts.replaceHash(account.id(), hash, hasher.hash(password));
        }
        return new Outcome.Accepted(account);
    }

    /** How a check ended. */
    public sealed interface Outcome {
        record Accepted(Account account) implements Outcome {}

        /**
         * No such account, or another password; nobody learns which.
         *
         * @param accountId for the log: the account whose password it is not
         */
        record Refused(Optional<String> accountId) implements Outcome {}

        /** @param pause before the next try */
        record TooMany(Duration pause) implements Outcome {}
    }
}
