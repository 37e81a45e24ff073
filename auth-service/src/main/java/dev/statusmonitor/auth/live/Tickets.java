package dev.statusmonitor.auth.live;

import dev.statusmonitor.auth.secret.Secrets;
import dev.statusmonitor.auth.session.Session;
import dev.statusmonitor.auth.session.Sessions;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Tickets for the live connection, since a WebSocket's first request cannot show what a browser may not read. */
public final class Tickets {
    private static final Duration LIFETIME = Duration.ofSeconds(30);

    private final TicketStore store;
    private final Sessions sessions;
    private final Clock clock;

    public Tickets(TicketStore store, Sessions sessions, Clock clock) {
        this.store = store;
        this.sessions = sessions;
        this.clock = clock;
    }

    Ticket issue(String sessionId) {
        String ticket = Secrets.newToken();
        long expires = clock.millis() + LIFETIME.toMillis();
        store.add(Secrets.sha256(ticket), sessionId, expires);
        return new Ticket(ticket, expires);
    }

    /** The session of a ticket that was not used before, as long as it goes on. */
    Optional<Session> redeem(String ticket) {
        return store.use(Secrets.sha256(ticket), clock.millis()).flatMap(sessions::findLive);
    }

    /** @param expires Unix time in milliseconds */
    record Ticket(String ticket, long expires) {
        /** Without the ticket. */
        @Override
        public String toString() {
            return "Ticket[" + expires + "]";
        }
    }
}
