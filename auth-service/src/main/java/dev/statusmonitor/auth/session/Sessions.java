package dev.statusmonitor.auth.session;

import dev.statusmonitor.auth.audit.AuditLog;
import dev.statusmonitor.auth.audit.Deed;
import dev.statusmonitor.auth.secret.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Begins, refreshes and ends sessions. A refresh token is exchanged for its successor each time it is used; one that is
 * used again ends its session (RFC 9700, section 4.14.2).
 *
 * <p>The successor is computed from the token by HMAC under a key of the platform's: it is stored hashed like every
 * token, and yet two tabs that refresh at the same instant get the same one, so a family never has two branches.
 */
public final class Sessions {
    private static final Logger log = LoggerFactory.getLogger(Sessions.class);

    private final SessionStore store;
    private final AuditLog audit;
    private final TransactionOperations transactions;
    private final SecretKey successorKey;
    private final SessionSettings settings;
    private final Clock clock;

    public Sessions(
            SessionStore store,
            AuditLog audit,
            TransactionOperations transactions,
            SecretKey successorKey,
            SessionSettings settings,
            Clock clock) {
        this.store = store;
        this.audit = audit;
        this.transactions = transactions;
        this.successorKey = successorKey;
        this.settings = settings;
        this.clock = clock;
    }

    /** Begins a session, within the caller's transaction if there is one. */
    public Started begin(String accountId, Visit visit) {
        return transactions.execute(transaction -> {
            long now = clock.millis();
            var session = new Session(
                    Secrets.newId(), accountId, now + settings.lifetime().toMillis());
            String token = Secrets.newToken();
            store.add(session, visit.userAgent(), now);
            store.addToken(new RefreshToken(Secrets.sha256(token), session.id(), session.expires(), null));
            audit.note(accountId, "session.started", visit.deed(), session.id(), visit.userAgent());
            return new Started(session, token);
        });
    }

    /**
     * Exchanges a refresh token for its successor.
     *
     * @return empty where the token is unknown, expired or was used before, or its session is over
     */
    public Optional<Started> refresh(String token, Deed deed) {
        return transactions.execute(transaction -> {
            long now = clock.millis();
            String hash = Secrets.sha256(token);
            return store.findToken(hash)
                    .flatMap(seen -> store.hold(seen.sessionId(), now))
                    // Read again: whoever held the session before may have rotated it.
                    .flatMap(session ->
                            store.findToken(hash).flatMap(known -> refresh(token, known, session, now, deed)));
        });
    }

    private Optional<Started> refresh(String token, RefreshToken known, Session session, long now, Deed deed) {
        String next = successor(token);
        String nextHash = Secrets.sha256(next);
        boolean successorIsNewest =
                store.findToken(nextHash).filter(t -> t.rotated() == null).isPresent();
        return switch (known.judge(now, settings.grace(), successorIsNewest)) {
            case REFUSE -> Optional.empty();
            case REPEAT -> Optional.of(new Started(session, next));
            case ROTATE -> {
                long expires = now + settings.lifetime().toMillis();
                store.rotate(known.hash(), now);
                store.addToken(new RefreshToken(nextHash, session.id(), expires, null));
                store.prolong(session.id(), expires, now);
                yield Optional.of(new Started(new Session(session.id(), session.accountId(), expires), next));
            }
            case END_SESSION -> {
                store.end(session.id(), now);
                audit.note(session.accountId(), "session.reuse_detected", deed, session.id(), null);
                log.atWarn()
                        .addKeyValue("account", session.accountId())
                        .addKeyValue("session", session.id())
                        .log("a refresh token was used twice; its session has been ended");
                yield Optional.empty();
            }
        };
    }

    /** Ends a session; nothing happens where it is over. */
    public void end(String accountId, String sessionId, Deed deed) {
        transactions.executeWithoutResult(transaction -> {
            if (store.end(sessionId, clock.millis())) {
                audit.note(accountId, "session.ended", deed, sessionId, null);
                log.atInfo().addKeyValue("session", sessionId).log("logged out");
            }
        });
    }

    /** Ends all sessions of an account, within the caller's transaction if there is one. */
    public void endAll(String accountId, Deed deed) {
        endAllBut(accountId, null, deed);
    }

    /** The same, but for one. */
    public void endOthers(String accountId, String sessionId, Deed deed) {
        endAllBut(accountId, sessionId, deed);
    }

    private void endAllBut(String accountId, @Nullable String sessionId, Deed deed) {
        transactions.executeWithoutResult(transaction -> {
            int ended = store.endAll(accountId, sessionId, clock.millis());
            if (ended > 0) {
                audit.note(accountId, "session.all_ended", deed, sessionId, Integer.toString(ended));
                log.atInfo()
                        .addKeyValue("account", accountId)
                        .addKeyValue("sessions", ended)
                        .log("logged out everywhere");
            }
        });
    }

    List<LiveSession> list(String accountId) {
        return store.list(accountId, clock.millis());
    }

    /** The session, as long as it goes on. */
    public Optional<Session> findLive(String sessionId) {
        return store.findLive(sessionId, clock.millis());
    }

    private String successor(String token) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(successorKey);
            byte[] bytes = mac.doFinal(token.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    /**
     * A session and the refresh token that is its newest.
     *
     * @param refreshToken a secret, for the browser's cookie alone
     */
    public record Started(Session session, String refreshToken) {
        /** Without the token. */
        @Override
        public String toString() {
            return "Started[" + session + "]";
        }
    }
}
