package dev.statusmonitor.benchmarks.platform;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** As much of a Telegram Bot API as a platform needs to link a chat and to send to it; says when what arrived. */
public final class BotSink implements AutoCloseable {
    private static final String TOKEN = "1:bench";
    private static final long CHAT = 17;
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;
    private final LinkedBlockingQueue<Map<String, Object>> updates = new LinkedBlockingQueue<>();
    private final Map<String, CompletableFuture<Long>> awaited = new ConcurrentHashMap<>();

    private BotSink(HttpServer server) {
        this.server = server;
    }

    /** Starts it on a free port. */
    public static BotSink start() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var sink = new BotSink(server);
        server.createContext("/", sink::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return sink;
    }

    /** What the platform has to be started with; each message goes by itself. */
    public Map<String, String> environment() {
        return Map.of(
                "STATUSMONITOR_ALERTS_NOTIFY_TELEGRAM_TOKEN",
                TOKEN,
                "STATUSMONITOR_ALERTS_NOTIFY_TELEGRAM_BASEURL",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "STATUSMONITOR_ALERTS_NOTIFY_TOGETHER",
                "1ms",
                "STATUSMONITOR_ALERTS_NOTIFY_MOST",
                "1");
    }

    /** Makes a chat a channel of the account. */
    public void link(Account account) throws CannotMeasureException {
        String code = account.post("/api/v1/alerts/telegram/link", Map.of())
                .path("code")
                .asString();
        updates.add(Map.of(
                "update_id",
                1,
                "message",
                Map.of(
                        "message_id",
                        1,
                        "date",
                        1,
                        "chat",
                        Map.of("id", CHAT, "type", "private", "first_name", "Bench"),
                        "text",
                        "/start " + code)));
        for (int i = 0; i < 300; i++) {
            if (!account.get("/api/v1/alerts/channels").path("channels").isEmpty()) {
                return;
            }
            Platform.pause(Duration.ofMillis(100));
        }
        throw new CannotMeasureException("the chat was not linked within 30 s");
    }

    /** When the first message that holds this text arrives, by {@link System#nanoTime}. */
    public CompletableFuture<Long> arrival(String text) {
        return awaited.computeIfAbsent(text, absent -> new CompletableFuture<>());
    }

    private void handle(HttpExchange exchange) throws IOException {
        long now = System.nanoTime();
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().getPath().toLowerCase(java.util.Locale.ROOT);
            Object result = true;
            if (path.endsWith("/getme")) {
                result = Map.of("id", 1, "is_bot", true, "first_name", "Bench", "username", "bench_bot");
            } else if (path.endsWith("/getupdates")) {
                Map<String, Object> update = updates.poll(20, TimeUnit.SECONDS);
                result = update == null ? List.of() : List.of(update);
            } else if (path.endsWith("/sendmessage")) {
                JsonNode message = JSON.readTree(body);
                String text = message.path("text").asString("");
                awaited.forEach((wanted, arrival) -> {
                    if (!arrival.isDone() && text.contains(wanted)) {
                        arrival.complete(now);
                    }
                });
                result = Map.of(
                        "message_id", 2, "date", 1, "chat", Map.of("id", CHAT, "type", "private", "first_name", "B"));
            }
            byte[] answer = JSON.writeValueAsBytes(Map.of("ok", true, "result", result));
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
