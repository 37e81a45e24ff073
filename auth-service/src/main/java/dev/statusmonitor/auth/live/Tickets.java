package dev.statusmonitor.auth.live;

import dev.statusmonitor.auth.apitoken.PersonalTokens;
import dev.statusmonitor.auth.secret.Secrets;
import dev.statusmonitor.auth.session.Sessions;
import dev.statusmonitor.starter.token.Caller;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tickets for the live connection, since a WebSocket's first request cannot show what a browser may not read. */
public final class Tickets {
    private static final Duration LIFETIME = Duration.ofSeconds(30);

    /** For how long a ticket of an API token that never ends is good: then the script gets another one. */
    private static final Duration LONGEST = Duration.ofHours(24);

    private final TicketStore store;
    private final Sessions sessions;
    private final PersonalTokens tokens;
    private final Clock clock;

    public Tickets(TicketStore store, Sessions sessions, PersonalTokens tokens, Clock clock) {
        this.store = store;
        this.sessions = sessions;
        this.tokens = tokens;
        this.clock = clock;
    }

    Ticket issue(Caller caller) {
        String ticket = Secrets.newToken();
        long expires = clock.millis() + LIFETIME.toMillis();
        store.add(Secrets.sha256(ticket), caller.sessionId(), caller.tokenId(), expires);
        return new Ticket(ticket, expires);
    }

    /** Whose a ticket is that was not used before, as long as the session or the API token goes on. */
    Optional<Holder> redeem(String ticket) {
        long now = clock.millis();
        return store.use(Secrets.sha256(ticket), now).flatMap(used -> {
            String session = used.sessionId();
            String token = used.tokenId();
            if (session != null) {
                return sessions.findLive(session).map(live -> new Holder(live.accountId(), live.id(), live.expires()));
            }
            long latest = now + LONGEST.toMillis();
            return token == null
                    ? Optional.empty()
                    : tokens.findGrant(token).map(grant -> {
                        Long expires = grant.expires();
                        return new Holder(
                                grant.accountId(), token, expires == null ? latest : Math.min(expires, latest));
                    });
        });
    }

    /** Those of the sessions and API tokens that are over; an id that is none's is over too. */
    List<String> ended(Collection<String> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Set<String> goingOn = store.goingOn(ids, clock.millis());
        return ids.stream().filter(id -> !goingOn.contains(id)).distinct().toList();
    }

    /** @param expires Unix time in milliseconds */
    record Ticket(String ticket, long expires) {
        /** Without the ticket. */
        @Override
        public String toString() {
            return "Ticket[" + expires + "]";
        }
    }

    /**
     * Whose a ticket is.
     *
     * @param grantId the session's id or the API token's
     * @param expires when that ends, Unix time in milliseconds
     */
    record Holder(String accountId, String grantId, long expires) {}
}
