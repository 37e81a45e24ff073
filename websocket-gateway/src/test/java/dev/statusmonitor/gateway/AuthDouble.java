package dev.statusmonitor.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Auth-service's ticket redemption as docs/protocol.md has it, over real HTTP. No service depends on another, so the
 * real one is part of the end-to-end tests alone.
 */
public final class AuthDouble implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;
    private final Map<String, Session> tickets = new ConcurrentHashMap<>();
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private volatile boolean failing;

    public AuthDouble() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/internal/v1/tickets/redeem", this::redeem);
        server.createContext("/internal/v1/sessions/check", this::sessions);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** A ticket, good once. */
    public String ticket(String accountId, long sessionExpires) {
        String ticket = UUID.randomUUID().toString();
        tickets.put(ticket, new Session(accountId, sessionExpires));
        return ticket;
    }

    /** Whether it answers 500 to everything. */
    public void setFailing(boolean failing) {
        this.failing = failing;
    }

    /** Ends the session of all tickets of this account, as a log-out does. */
    public void logOut(String accountId) {
        ended.add("session-of-" + accountId);
    }

    private void sessions(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (failing) {
                answer(exchange, 500, null);
                return;
            }
            var over = new ArrayList<String>();
            JSON.readTree(exchange.getRequestBody().readAllBytes())
                    .path("sessions")
                    .forEach(id -> over.add(id.asString("")));
            over.retainAll(ended);
            byte[] bytes = JSON.writeValueAsBytes(Map.of("ended", over));
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private void redeem(HttpExchange exchange) throws IOException {
        try (exchange) {
            String bearer = exchange.getRequestHeaders().getFirst("Authorization");
            if (bearer == null || !bearer.startsWith("Bearer ")) {
                answer(exchange, 401, null);
                return;
            }
            if (failing) {
                answer(exchange, 500, null);
                return;
            }
            JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
            Session session = tickets.remove(body.path("ticket").asString(""));
            answer(exchange, session == null ? 404 : 200, session);
        }
    }

    private static void answer(HttpExchange exchange, int status, @Nullable Session session) throws IOException {
        String json = session == null
                ? "{\"type\":\"/problems/x\",\"status\":" + status + "}"
                : "{\"account_id\":\"" + session.accountId + "\",\"session_id\":\"session-of-" + session.accountId
                        + "\",\"session_expires\":" + session.expires + "}";
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders()
                .set("Content-Type", session == null ? "application/problem+json" : "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private record Session(String accountId, long expires) {}
}
