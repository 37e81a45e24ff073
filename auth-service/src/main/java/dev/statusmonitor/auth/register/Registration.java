package dev.statusmonitor.auth.register;

import dev.statusmonitor.auth.account.Account;
import dev.statusmonitor.auth.account.AccountStore;
import dev.statusmonitor.auth.account.PasswordHasher;
import dev.statusmonitor.auth.audit.AuditLog;
import dev.statusmonitor.auth.audit.Deed;
import dev.statusmonitor.auth.secret.Secrets;
import dev.statusmonitor.auth.session.Sessions;
import dev.statusmonitor.auth.session.Visit;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/** Invites people, and makes the accounts of those who come. */
public final class Registration {
    private static final Logger log = LoggerFactory.getLogger(Registration.class);
    private static final Duration LIFETIME = Duration.ofDays(7);

    /** Open invitations an account. */
    static final int MOST = 100;

    private final InvitationStore invitations;
    private final AccountStore accounts;
    private final PasswordHasher hasher;
    private final Sessions sessions;
    private final AuditLog audit;
    private final TransactionOperations transactions;
    private final RegistrationMode mode;
    private final Clock clock;

    public Registration(
            InvitationStore invitations,
            AccountStore accounts,
            PasswordHasher hasher,
            Sessions sessions,
            AuditLog audit,
            TransactionOperations transactions,
            RegistrationMode mode,
            Clock clock) {
        this.invitations = invitations;
        this.accounts = accounts;
        this.hasher = hasher;
        this.sessions = sessions;
        this.audit = audit;
        this.transactions = transactions;
        this.mode = mode;
        this.clock = clock;
    }

    /**
     * Makes an invitation, good once and for seven days.
     *
     * @param email of the account to be made; null for any
     * @return empty where the account has {@value #MOST} open ones
     */
    Optional<Invited> invite(String accountId, @Nullable String email, Deed deed) {
        return transactions.execute(transaction -> {
            long now = clock.millis();
            String token = Secrets.newToken();
            var invitation = new Invitation(Secrets.newId(), accountId, email, now, now + LIFETIME.toMillis());
            if (!invitations.add(invitation, Secrets.sha256(token), MOST)) {
                return Optional.empty();
            }
            audit.note(accountId, "invitation.created", deed, invitation.id(), email);
            return Optional.of(new Invited(invitation, token));
        });
    }

    List<Invitation> list(String accountId) {
        return invitations.open(accountId, clock.millis());
    }

    /** @return false where the account has no such invitation that is still good */
    boolean revoke(String id, String accountId, Deed deed) {
        return transactions.execute(transaction -> {
            boolean gone = invitations.delete(id, accountId, clock.millis());
            if (gone) {
                audit.note(accountId, "invitation.revoked", deed, id, null);
            }
            return gone;
        });
    }

    /**
     * Makes an account and its session: both or neither, and an invitation is used up by nothing less.
     *
     * @param invitation its token; null where there is none
     * @param email in its one form
     * @param name in its one form
     * @param password in its one form
     */
    Outcome register(@Nullable String invitation, String email, String name, String password, Visit visit) {
        String invited = invitation == null ? null : Secrets.sha256(invitation);
        // The first account is made by the set-up link alone: open registration must not give the platform away.
        if (accounts.isEmpty()
                || (mode != RegistrationMode.OPEN
                        && (invited == null || !invitations.isGood(invited, email, clock.millis())))) {
            return new Outcome.Refused();
        }
        // Outside of the transaction: it takes long.
        String hash = hasher.hash(password);
        return transactions.execute(transaction -> {
            long now = clock.millis();
            Optional<Invitation> used = invited == null ? Optional.empty() : invitations.use(invited, email, now);
            if (mode != RegistrationMode.OPEN && used.isEmpty()) {
                return new Outcome.Refused();
            }
            var account = new Account(Secrets.newId(), email, name, now);
            if (!accounts.add(account, hash)) {
                transaction.setRollbackOnly();
                return new Outcome.Taken();
            }
            audit.note(account.id(), "account.created", visit.deed(), null, null);
            used.ifPresent(by -> audit.note(by.accountId(), "invitation.used", visit.deed(), by.id(), email));
            log.atInfo().addKeyValue("account", account.id()).log("an account was made");
            return new Outcome.Made(account, sessions.begin(account.id(), visit));
        });
    }

    /** @param token a secret, to be shown once */
    record Invited(Invitation invitation, String token) {
        /** Without the token. */
        @Override
        public String toString() {
            return "Invited[" + invitation.id() + "]";
        }
    }

    /** How it ended. */
    sealed interface Outcome {
        record Made(Account account, Sessions.Started session) implements Outcome {}

        /** The invitation is wrong, used, expired or for another address, and one is needed. */
        record Refused() implements Outcome {}

        /** The e-mail address has an account; the invitation stays good. */
        record Taken() implements Outcome {}
    }
}
