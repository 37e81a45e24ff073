package dev.statusmonitor.gateway;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A live connection as a browser has it. */
public final class Browser implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final LinkedBlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final WebSocket socket;
    private volatile boolean reading = true;

    private Browser(URI gateway, String ticket, @Nullable String origin) {
        URI uri = URI.create(gateway.toString().replaceFirst("^http", "ws") + "/api/v1/live?ticket=" + ticket);
        var builder = HTTP.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(30));
        if (origin != null) {
            builder.header("Origin", origin);
        }
        socket = builder.buildAsync(uri, new Listener()).join();
    }

    /**
     * Connects.
     *
     * @throws java.util.concurrent.CompletionException where the handshake is refused
     */
    public static Browser connect(URI gateway, String ticket) {
        return new Browser(gateway, ticket, gateway.toString());
    }

    /** Connects from a page of this origin; null for no browser. */
    public static Browser connect(URI gateway, String ticket, @Nullable String origin) {
        return new Browser(gateway, ticket, origin);
    }

    public void send(String json) {
        socket.sendText(json, true).join();
    }

    public void subscribeOverview() {
        send("{\"type\":\"subscribe\",\"channel\":\"overview\"}");
    }

    public void subscribeHost(String hostId) {
        send("{\"type\":\"subscribe\",\"channel\":\"host\",\"host\":\"" + hostId + "\"}");
    }

    /** The next frame; fails where none comes within a minute. */
    public JsonNode next() {
        JsonNode frame = poll(Duration.ofSeconds(60));
        if (frame == null) {
            throw new AssertionError("no frame came; closed: " + closed);
        }
        return frame;
    }

    /** The next frame of this type, passing over others. */
    public JsonNode next(String type) {
        return next(frame -> frame.path("type").asString("").equals(type));
    }

    /** Waits until a frame of each type has come, in any order, passing over others. */
    public void nextOfEach(String... types) {
        var missing = new HashSet<>(List.of(types));
        while (!missing.isEmpty()) {
            missing.remove(next().path("type").asString(""));
        }
    }

    /** The next frame that fits, passing over others. */
    public JsonNode next(Predicate<JsonNode> fits) {
        while (true) {
            JsonNode frame = next();
            if (fits.test(frame)) {
                return frame;
            }
        }
    }

    public @Nullable JsonNode poll(Duration timeout) {
        try {
            return frames.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** All frames that have come. */
    public List<JsonNode> drain() {
        var all = new ArrayList<JsonNode>();
        frames.drainTo(all);
        return all;
    }

    /** Asks for something and waits for the answer, so that all that was said before has been heard. */
    public void ping() {
        send("{\"type\":\"ping\"}");
        next("pong");
    }

    /** Reads no more for now. */
    public void stopReading() {
        reading = false;
    }

    public void readOn() {
        reading = true;
        socket.request(1);
    }

    /** The code with which it was closed. */
    public int closeCode() {
        return closed.orTimeout(60, TimeUnit.SECONDS).join();
    }

    public boolean isClosed() {
        return closed.isDone();
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                frames.add(JSON.readTree(text.toString()));
                text.setLength(0);
            }
            if (reading) {
                webSocket.request(1);
            }
            return null;
        }

        /** The answer to a ping is sent before this is called; without another request nothing more is read. */
        @Override
        public @Nullable CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
            if (reading) {
                webSocket.request(1);
            }
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            closed.complete(statusCode);
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            closed.complete(1006);
        }
    }
}
