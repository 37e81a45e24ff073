package dev.statusmonitor.auth;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends JSON and keeps cookies, with their paths, as a browser does; without cookies it stands for an agent too. */
final class Browser {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();

    private final Platform platform;
    private final Map<String, Cookie> cookies = new LinkedHashMap<>();

    Browser(Platform platform) {
        this.platform = platform;
    }

    Answer get(String path) throws Exception {
        return send("GET", path, null, Map.of());
    }

    Answer send(String method, String path, @Nullable Object body) throws Exception {
        return send(method, path, body, Map.of());
    }

    Answer send(String method, String path, @Nullable Object body, Map<String, String> headers) throws Exception {
        var request = request(path, headers);
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        }
        return answer(request);
    }

    /** As {@link #send}, without saying how long the body is. */
    Answer chunked(String method, String path, Object body) throws Exception {
        byte[] bytes = JSON.writeValueAsBytes(body);
        return answer(request(path, Map.of())
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes))));
    }

    Answer form(String path, String body) throws Exception {
        return answer(request(path, Map.of())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** The cookie's value; empty where it has none. */
    String cookie(String name) {
        Cookie cookie = cookies.get(name);
        return cookie == null ? "" : cookie.value;
    }

    void setCookie(String name, String value) {
        cookies.put(name, new Cookie(value, "/"));
    }

    void forgetCookies() {
        cookies.clear();
    }

    private HttpRequest.Builder request(String path, Map<String, String> headers) {
        URI uri = platform.publicUri(path);
        var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20));
        headers.forEach(request::header);
        String jar = cookies.entrySet().stream()
                .filter(entry -> uri.getPath().startsWith(entry.getValue().path))
                .map(entry -> entry.getKey() + "=" + entry.getValue().value)
                .collect(Collectors.joining("; "));
        if (!jar.isEmpty()) {
            request.header("Cookie", jar);
        }
        return request;
    }

    private Answer answer(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        List<String> set = response.headers().allValues("Set-Cookie");
        for (String line : set) {
            String[] parts = line.split(";\\s*");
            String[] pair = parts[0].split("=", 2);
            String path = "/";
            boolean gone = false;
            for (String part : parts) {
                path = part.startsWith("Path=") ? part.substring("Path=".length()) : path;
                gone |= part.equals("Max-Age=0");
            }
            if (gone) {
                cookies.remove(pair[0]);
            } else {
                cookies.put(pair[0], new Cookie(pair[1], path));
            }
        }
        String text = new String(response.body(), StandardCharsets.UTF_8);
        return new Answer(
                response.statusCode(),
                text.isEmpty() ? JSON.missingNode() : JSON.readTree(text),
                response.headers().map(),
                set);
    }

    record Answer(int status, JsonNode body, Map<String, List<String>> headers, List<String> cookies) {
        String text(String name) {
            return body.path(name).asString();
        }

        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), List.of(""))
                    .getFirst();
        }
    }

    private record Cookie(String value, String path) {}
}
