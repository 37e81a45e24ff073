package dev.statusmonitor.alerts;

import com.sun.net.httpserver.HttpServer;
import dev.statusmonitor.contract.TokenClaims;
import dev.statusmonitor.starter.hosts.HostDirectory;
import dev.statusmonitor.starter.internal.ServiceKeys;
import dev.statusmonitor.starter.relay.Relay;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole service as its own process would run it, on free ports, with a real Kafka. */
final class AlertService implements AutoCloseable {
    private static final KeyPair KEY = ServiceKeys.generate();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();

    private final ConfigurableApplicationContext context;

    private AlertService(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static AlertService start(Path folder, TestTopics topics, Map<String, Object> more) throws InterruptedException {
        var properties = new HashMap<String, Object>();
        properties.put("server.port", "0");
        properties.put("server.address", "127.0.0.1");
        properties.put("statusmonitor.alerts.database.url", "jdbc:sqlite:" + folder.resolve("alerts.db"));
        properties.put("statusmonitor.alerts.consume.topic", topics.samples);
        properties.put("statusmonitor.alerts.consume.group", topics.samples);
        properties.put("statusmonitor.alerts.publish.topic", topics.events);
        properties.put(
                "statusmonitor.kafka.bootstrap-servers", topics.settings().bootstrapServers());
        topics.properties()
                .forEach((key, value) -> properties.put("statusmonitor.kafka.properties[" + key + "]", value));
        properties.putAll(more);
        var opened = new SpringApplicationBuilder(Service.class)
                .properties(properties)
                .registerShutdownHook(false)
                .run();
        if (!opened.getBean(HostDirectory.class).awaitCurrent(Duration.ofSeconds(30))) {
            throw new IllegalStateException("the view of hosts does not get current");
        }
        return new AlertService(opened);
    }

    /** What history-service says of any host: one bucket of three is bad. */
    static HttpServer history() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/hosts/", exchange -> {
            try (exchange) {
                boolean known = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
                        .startsWith("Bearer ey");
                byte[] body = """
                        {"tier": "raw", "step": 300, "times": [300000, 600000, 900000],
                         "series": [{"name": "system.cpu.utilization.total",
                            "mean": [0.5, 0.6, 0.2], "min": [0.4, 0.5, 0.1], "max": [0.6, 0.97, 0.3]}]}
                        """.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(known ? 200 : 401, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        return server;
    }

    /** From now on auth-service says that this account was deleted. */
    void accountIsDeleted(String account) {
        bean(Keys.class).deleted.add(account);
        context.getBean("alertsDeletedAccounts", Relay.class).wake();
    }

    <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** An answer of the service. */
    record Answer(int status, JsonNode body) {}

    Answer send(String method, String path, @Nullable String account, @Nullable Object body) {
        String port = context.getEnvironment().getProperty("local.server.port");
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(
                                        body instanceof String text ? text : JSON.writeValueAsString(body)));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (account != null) {
            request.header("Authorization", "Bearer " + token(account));
        }
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), JSON.readTree(answer.body().isEmpty() ? "null" : answer.body()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    JsonNode get(String path, String account) {
        return send("GET", path, account, null).body();
    }

    private static String token(String accountId) {
        Instant now = Instant.now();
        return Jwts.builder()
                .header()
                .type(TokenClaims.TYPE_ACCESS)
                .keyId("k1")
                .and()
                .issuer(TokenClaims.ISSUER)
                .subject(accountId)
                .audience()
                .add(TokenClaims.AUDIENCE_API)
                .and()
                .id("t1")
                .claim(TokenClaims.SESSION, "s1")
                .issuedAt(Date.from(now))
                .expiration(Date.from(now.plus(Duration.ofMinutes(10))))
                .signWith(KEY.getPrivate(), Jwts.SIG.EdDSA)
                .compact();
    }

    @Override
    public void close() {
        context.close();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({AlertConfiguration.class, Keys.class})
    static class Service {}

    /** What auth-service says of its keys and accounts. */
    @RestController
    static class Keys {
        final Set<String> deleted = ConcurrentHashMap.newKeySet();

        @PostMapping("/internal/v1/accounts/check")
        Map<String, List<String>> accounts(@RequestBody Map<String, List<String>> question) {
            return Map.of(
                    "deleted",
                    question.getOrDefault("accounts", List.of()).stream()
                            .filter(deleted::contains)
                            .toList());
        }

        @GetMapping(path = "/internal/v1/jwks", produces = MediaType.APPLICATION_JSON_VALUE)
        Map<String, Object> keys() {
            PublicKey key = KEY.getPublic();
            return Map.of("keys", List.of(Jwks.builder().key(key).id("k1").build()));
        }
    }
}
