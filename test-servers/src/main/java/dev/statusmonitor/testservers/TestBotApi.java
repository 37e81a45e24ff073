package dev.statusmonitor.testservers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Telegram Bot API on loopback, as faithful as its callers need: sendMessage, editMessageText, answerCallbackQuery,
 * getMe, and getUpdates with long polling, offsets, and 409 for whoever was listening when another one begins. On
 * demand it answers 429, 500 or anything else, slowly, or never. Safe for use by several threads.
 */
public final class TestBotApi implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final String token;
    private final HttpServer server;
    private final List<Call> calls = new ArrayList<>();
    private final Map<Long, Deque<Fault>> faults = new HashMap<>();
    private final List<Update> updates = new ArrayList<>();
    private int messages;
    private int lastUpdate;
    /** Counts up with each getUpdates; whoever waits with an older one has been replaced. */
    private long poller;

    private boolean closed;

    private TestBotApi(String token, HttpServer server) {
        this.token = token;
        this.server = server;
    }

    /**
     * A call that was answered as well as could be.
     *
     * @param method such as sendMessage
     * @param parameters what was sent
     */
    public record Call(String method, JsonNode parameters) {
        /** A parameter as text; empty where it is not there. */
        public String text(String name) {
            return parameters.path(name).asString("");
        }
    }

    private record Update(int id, Map<String, Object> content) {}

    private record Fault(int status, String body, Duration after, boolean never) {}

    /** Starts one for this bot token on a free port. */
    public static TestBotApi start(String token) {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var api = new TestBotApi(token, server);
            server.createContext("/", api::handle);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            return api;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a base URL setting has to say. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    // ---- what the next sendMessage to a chat gets instead of success, in this order

    /** 429 with retry_after. */
    public void limitNext(long chat, int seconds) {
        failNext(
                chat,
                429,
                "{\"ok\":false,\"error_code\":429,\"description\":\"Too Many Requests: retry after " + seconds
                        + "\",\"parameters\":{\"retry_after\":" + seconds + "}}");
    }

    /** An error of the server, whose body is no JSON, as a proxy in front of it would answer. */
    public void breakNext(long chat) {
        failNext(chat, 500, "<html>Internal Server Error</html>");
    }

    /** 403, as after the person has blocked the bot. */
    public void blockNext(long chat) {
        failNext(
                chat,
                403,
                "{\"ok\":false,\"error_code\":403,\"description\":\"Forbidden: bot was blocked by the user\"}");
    }

    private void failNext(long chat, int status, String body) {
        next(chat, new Fault(status, body, Duration.ZERO, false));
    }

    /** Success, after so long. */
    public void slowNext(long chat, Duration after) {
        next(chat, new Fault(200, "", after, false));
    }

    /** No answer at all, until the caller goes away. */
    public void neverNext(long chat) {
        next(chat, new Fault(0, "", Duration.ZERO, true));
    }

    private synchronized void next(long chat, Fault fault) {
        faults.computeIfAbsent(chat, absent -> new ArrayDeque<>()).add(fault);
    }

    // ---- what people do

    /** Somebody writes to the bot, in a private chat where {@code chat} is positive, else in a group. */
    public synchronized void write(long chat, @Nullable Integer topic, String text) {
        var message = message(chat, topic, text);
        update("message", message);
    }

    /** Somebody presses a button below a message. */
    public synchronized void press(long chat, int messageId, String data) {
        Map<String, Object> message = message(chat, null, "an alert");
        message.put("message_id", messageId);
        update(
                "callback_query",
                Map.of("id", "q" + lastUpdate, "from", user(), "chat_instance", "c", "message", message, "data", data));
    }

    private static Map<String, Object> user() {
        return Map.of("id", 7, "is_bot", false, "first_name", "Ada", "username", "ada");
    }

    private Map<String, Object> message(long chat, @Nullable Integer topic, String text) {
        var message = new LinkedHashMap<String, Object>();
        message.put("message_id", ++messages);
        message.put("date", System.currentTimeMillis() / 1000);
        message.put("from", user());
        message.put(
                "chat",
                chat > 0
                        ? Map.of("id", chat, "type", "private", "first_name", "Ada", "username", "ada")
                        : Map.of("id", chat, "type", "supergroup", "title", "Operations <team>"));
        message.put("text", text);
        if (topic != null) {
            message.put("is_topic_message", true);
            message.put("message_thread_id", topic);
        }
        return message;
    }

    private void update(String kind, Map<String, Object> content) {
        lastUpdate++;
        updates.add(new Update(lastUpdate, Map.of("update_id", lastUpdate, kind, content)));
        notifyAll();
    }

    // ---- what was called

    /** All calls of a method that succeeded, in their order. */
    public synchronized List<Call> calls(String method) {
        return calls.stream().filter(call -> call.method.equals(method)).toList();
    }

    // ---- serving

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String prefix = "/bot" + token + "/";
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (!path.startsWith(prefix)) {
                answer(exchange, 401, "{\"ok\":false,\"error_code\":401,\"description\":\"Unauthorized\"}");
                return;
            }
            String method = path.substring(prefix.length()).toLowerCase(java.util.Locale.ROOT);
            JsonNode parameters = JSON.readTree(body.isBlank() ? "{}" : body);
            switch (method) {
                case "getme" ->
                    answer(
                            exchange,
                            200,
                            ok(Map.of("id", 1, "is_bot", true, "first_name", "Test", "username", "test_bot")));
                case "sendmessage" -> send(exchange, parameters);
                case "editmessagetext" -> {
                    record("editMessageText", parameters);
                    answer(
                            exchange,
                            200,
                            ok(message(
                                    chat(parameters),
                                    null,
                                    parameters.path("text").asString(""))));
                }
                case "answercallbackquery" -> {
                    record("answerCallbackQuery", parameters);
                    answer(exchange, 200, ok(true));
                }
                case "getupdates" -> poll(exchange, parameters);
                default -> answer(exchange, 404, "{\"ok\":false,\"error_code\":404,\"description\":\"Not Found\"}");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(HttpExchange exchange, JsonNode parameters) throws IOException, InterruptedException {
        @Nullable Fault fault;
        synchronized (this) {
            Deque<Fault> due = faults.get(chat(parameters));
            fault = due == null ? null : due.poll();
        }
        if (fault != null && fault.never) {
            synchronized (this) {
                while (!closed) {
                    wait();
                }
            }
            return;
        }
        if (fault != null && fault.status != 200) {
            answer(exchange, fault.status, fault.body);
            return;
        }
        if (fault != null) {
            Thread.sleep(fault.after);
        }
        String text = parameters.path("text").asString("");
        if (text.isEmpty() || text.length() > 4096 + 2000) {
            answer(
                    exchange,
                    400,
                    "{\"ok\":false,\"error_code\":400,\"description\":\"Bad Request: message text is empty or too long\"}");
            return;
        }
        Map<String, Object> sent;
        synchronized (this) {
            @Nullable Integer topic = parameters.has("message_thread_id")
                    ? parameters.path("message_thread_id").asInt()
                    : null;
            sent = message(chat(parameters), topic, text);
        }
        record("sendMessage", parameters);
        answer(exchange, 200, ok(sent));
    }

    private void poll(HttpExchange exchange, JsonNode parameters) throws IOException, InterruptedException {
        int offset = parameters.path("offset").asInt(0);
        long until = System.nanoTime()
                + Duration.ofSeconds(parameters.path("timeout").asInt(0)).toNanos();
        String answer;
        int status = 200;
        synchronized (this) {
            long mine = ++poller;
            notifyAll();
            updates.removeIf(update -> update.id < offset);
            long left = until - System.nanoTime();
            while (mine == poller && updates.isEmpty() && left > 0 && !closed) {
                wait(Math.max(1, left / 1_000_000));
                left = until - System.nanoTime();
            }
            if (mine != poller) {
                status = 409;
                answer = "{\"ok\":false,\"error_code\":409,\"description\":\"Conflict: terminated by other getUpdates"
                        + " request; make sure that only one bot instance is running\"}";
            } else {
                answer = ok(updates.stream().map(Update::content).toList());
            }
        }
        answer(exchange, status, answer);
    }

    /** A number, which clients may send as text. */
    private static long chat(JsonNode parameters) {
        return Long.parseLong(parameters.path("chat_id").asString("0"));
    }

    private synchronized void record(String method, JsonNode parameters) {
        calls.add(new Call(method, parameters));
    }

    private static String ok(Object result) {
        return JSON.writeValueAsString(Map.of("ok", true, "result", result));
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        server.stop(0);
    }
}
