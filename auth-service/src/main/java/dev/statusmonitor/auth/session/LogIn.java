package dev.statusmonitor.auth.session;

import dev.statusmonitor.auth.account.PasswordCheck;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks a password for a log-in, and tells of it. */
public final class LogIn {
    private static final Logger log = LoggerFactory.getLogger(LogIn.class);

    private final PasswordCheck passwords;
    private final MeterRegistry meters;

    public LogIn(PasswordCheck passwords, MeterRegistry meters) {
        this.passwords = passwords;
        this.meters = meters;
    }

    /**
     * @param email in its one form
     * @param password in its one form
     * @param address from where
     */
    PasswordCheck.Outcome check(String email, String password, String address) {
        PasswordCheck.Outcome outcome = passwords.check(email, password, address);
        switch (outcome) {
            case PasswordCheck.Outcome.Accepted(var account) -> {
                count("accepted");
                log.atInfo()
                        .addKeyValue("account", account.id())
                        .addKeyValue("address", address)
                        .log("logged in");
            }
            case PasswordCheck.Outcome.Refused(var account) -> {
                count("refused");
                // Not what was typed as an e-mail address: it may be a password.
                log.atWarn()
                        .addKeyValue("account", account.orElse("none"))
                        .addKeyValue("address", address)
                        .log("log-in refused");
            }
            case PasswordCheck.Outcome.TooMany(var _) -> count("limited");
        }
        return outcome;
    }

    private void count(String outcome) {
        meters.counter("statusmonitor.auth.logins", "outcome", outcome).increment();
    }
}
