package dev.statusmonitor.benchmarks.platform;

import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Watches one host live, as a browser does, and notes when each sample comes. */
public final class Viewer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<Long, CompletableFuture<Long>> arrivals = new ConcurrentHashMap<>();
    private final WebSocket socket;

    private Viewer(URI address, Account account, String host) throws CannotMeasureException {
        try {
            this.socket = account.http()
                    .newWebSocketBuilder()
                    .header("Origin", account.url().toString())
                    .connectTimeout(PATIENCE)
                    .buildAsync(address, new Frames())
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            socket.sendText(JSON.writeValueAsString(Map.of("type", "subscribe", "channel", "host", "host", host)), true)
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new CannotMeasureException("no WebSocket to the platform: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotMeasureException("interrupted", e);
        }
    }

    /** Subscribes to every value of a host. */
    public static Viewer of(Account account, String host) throws CannotMeasureException {
        String ticket =
                account.post("/api/v1/live/tickets", Map.of()).path("ticket").asString();
        URI url = account.url();
        return new Viewer(URI.create("ws://" + url.getAuthority() + "/api/v1/live?ticket=" + ticket), account, host);
    }

    /** Completes with the {@link System#nanoTime} at which the sample of this timestamp came. */
    public CompletableFuture<Long> arrival(long timestamp) {
        return arrivals.computeIfAbsent(timestamp, time -> new CompletableFuture<>());
    }

    /** Keeps the connection; to be called every 20 s. */
    public void ping() {
        var _ = socket.sendText("{\"type\":\"ping\"}", true);
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class Frames implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            long now = System.nanoTime();
            text.append(data);
            if (last) {
                frame(text.toString(), now);
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        private void frame(String frame, long now) {
            try {
                JsonNode json = JSON.readTree(frame);
                switch (json.path("type").asString("")) {
                    case "sample" -> arrival(json.path("timestamp").asLong()).complete(now);
                    case "error" -> Log.say("The gateway answered: " + frame);
                    default -> {
                        // Of no interest here.
                    }
                }
            } catch (JacksonException e) {
                Log.say("The gateway sent what is no JSON: " + frame);
            }
        }
    }
}
