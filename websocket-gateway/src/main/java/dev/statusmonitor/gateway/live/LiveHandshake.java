package dev.statusmonitor.gateway.live;

import dev.statusmonitor.contract.ProblemTypes;
import dev.statusmonitor.starter.problem.Problem;
import dev.statusmonitor.starter.problem.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;

/** Lets in who has a ticket, comes from a page of our own, and finds room. */
final class LiveHandshake implements HandshakeInterceptor {
    /** The attribute that holds the {@link Tickets.Holder}. */
    static final String HOLDER = "statusmonitor.holder";

    private static final Logger log = LoggerFactory.getLogger(LiveHandshake.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Tickets tickets;
    private final Origins origins;
    private final LiveConnections connections;
    private volatile boolean away;

    LiveHandshake(Tickets tickets, Origins origins, LiveConnections connections) {
        this.tickets = tickets;
        this.origins = origins;
        this.connections = connections;
    }

    @Override
    public boolean beforeHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            Map<String, Object> attributes)
            throws IOException {
        HttpServletRequest asked = ((ServletServerHttpRequest) request).getServletRequest();
        HttpServletResponse answer = ((ServletServerHttpResponse) response).getServletResponse();
        if (!"websocket".equalsIgnoreCase(asked.getHeader("Upgrade"))) {
            return refuse(
                    answer,
                    HttpStatus.BAD_REQUEST,
                    ProblemTypes.BAD_REQUEST,
                    "This address speaks WebSocket only. Behind a reverse proxy: let it pass the header Upgrade on.");
        }
        if (!origins.allow(asked.getHeader("Origin"), asked.getHeader("Host"))) {
            return refuse(
                    answer,
                    HttpStatus.FORBIDDEN,
                    ProblemTypes.FORBIDDEN,
                    "Another site's page asked for this; open the dashboard itself. Behind a reverse proxy: pass the"
                            + " header Host on as it came.");
        }
        if (connections.isFull()) {
            return refuse(
                    answer,
                    HttpStatus.SERVICE_UNAVAILABLE,
                    ProblemTypes.UNAVAILABLE,
                    "All live connections are taken. Try again in a moment.");
        }
        Optional<Tickets.Holder> holder;
        try {
            holder = redeem(asked.getParameter("ticket"));
            if (away) {
                away = false;
                log.info("tickets can be checked again");
            }
        } catch (Tickets.TicketsUnavailableException e) {
            if (!away) {
                away = true;
                log.atWarn().setCause(e).log("tickets cannot be checked, so nobody new is let in until they can");
            }
            return refuse(
                    answer,
                    HttpStatus.SERVICE_UNAVAILABLE,
                    ProblemTypes.UNAVAILABLE,
                    "Whose ticket this is cannot be checked right now. Try again in a moment with a new one.");
        }
        if (holder.isEmpty()) {
            return refuse(
                    answer,
                    HttpStatus.UNAUTHORIZED,
                    ProblemTypes.UNAUTHENTICATED,
                    "This ticket is wrong, used or expired; get a new one by POST /api/v1/live/tickets.");
        }
        if (connections.isFull(holder.get().accountId())) {
            return refuse(
                    answer,
                    HttpStatus.TOO_MANY_REQUESTS,
                    ProblemTypes.TOO_MANY_REQUESTS,
                    "This account has too many live connections open; close one first.");
        }
        attributes.put(HOLDER, holder.get());
        return true;
    }

    @Override
    public void afterHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            @Nullable Exception exception) {
        // Whatever there is to do is done once the connection stands.
    }

    private Optional<Tickets.Holder> redeem(@Nullable String ticket) throws Tickets.TicketsUnavailableException {
        return ticket == null ? Optional.empty() : tickets.redeem(ticket);
    }

    private static boolean refuse(HttpServletResponse response, HttpStatus status, String type, String detail)
            throws IOException {
        boolean later = status == HttpStatus.SERVICE_UNAVAILABLE || status == HttpStatus.TOO_MANY_REQUESTS;
        if (status == HttpStatus.BAD_REQUEST) {
            response.setHeader("Upgrade", "websocket");
        }
        ProblemWriter.write(response, new Problem(status, type, detail), later ? RETRY : null);
        return false;
    }
}
