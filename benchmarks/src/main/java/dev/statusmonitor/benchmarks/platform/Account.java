package dev.statusmonitor.benchmarks.platform;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A logged-in person, by the platform's public routes. Safe for use by several threads. */
public final class Account {
    /** Of a platform that lives as long as a benchmark and listens on loopback alone. */
    public static final String EMAIL = "bench@example.org";

    public static final String PASSWORD = "a password for a benchmark";

    private static final JsonMapper JSON = new JsonMapper();

    private final URI url;
    private final HttpClient http;

    private Account(Platform platform) {
        this.url = platform.url();
        this.http = platform.client()
                .connectTimeout(Duration.ofSeconds(5))
                .cookieHandler(new CookieManager())
                .build();
    }

    /** Makes the first account of a platform. */
    public static Account setUp(Platform platform) throws CannotMeasureException {
        var account = new Account(platform);
        account.send(
                "POST",
                "/api/v1/setup",
                Map.of("token", platform.setupToken(), "email", EMAIL, "password", PASSWORD, "name", "Bench"),
                Set.of(201));
        return account;
    }

    public URI url() {
        return url;
    }

    /** The client that has the session's cookies. */
    HttpClient http() {
        return http;
    }

    public JsonNode get(String path) throws CannotMeasureException {
        return send("GET", path, null, Set.of(200));
    }

    public JsonNode post(String path, Object body) throws CannotMeasureException {
        return send("POST", path, body, Set.of(200, 201));
    }

    public JsonNode patch(String path, Object body) throws CannotMeasureException {
        return send("PATCH", path, body, Set.of(200));
    }

    private JsonNode send(String method, String path, @org.jspecify.annotations.Nullable Object body, Set<Integer> good)
            throws CannotMeasureException {
        for (int tries = 0; ; tries++) {
            HttpResponse<String> response = exchange(method, path, body);
            if (good.contains(response.statusCode())) {
                String text = response.body();
                return JSON.readTree(text.isEmpty() ? "{}" : text);
            }
            boolean again = tries < 20 && (response.statusCode() == 503 || response.statusCode() == 429);
            if (response.statusCode() == 401 && tries == 0) {
                // Access tokens live for minutes, benchmarks longer.
                exchange("POST", "/api/v1/session/refresh", null);
            } else if (!again) {
                throw new CannotMeasureException(
                        method + " " + path + " was answered by " + response.statusCode() + ": " + response.body());
            } else {
                Platform.pause(Duration.ofMillis(500));
            }
        }
    }

    private HttpResponse<String> exchange(String method, String path, @org.jspecify.annotations.Nullable Object body)
            throws CannotMeasureException {
        var request = HttpRequest.newBuilder(url.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("Origin", url.toString());
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new CannotMeasureException(method + " " + path + " was not answered: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotMeasureException("interrupted", e);
        }
    }
}
