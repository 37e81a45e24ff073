package dev.statusmonitor.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.statusmonitor.auth.setup.SetupLinks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Invitations and forgotten passwords by e-mail, which alert-service is asked to send. The steps build on each other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class MailIT {
    private static final String PASSWORD = "correct horse battery";
    private static final String REQUESTS = "/api/v1/password-resets/requests";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private static Path folder;

    /** What alert-service was asked to send. */
    private final List<JsonNode> mails = new CopyOnWriteArrayList<>();

    private HttpServer alerts;
    private Platform platform;
    private Browser ada;

    @BeforeAll
    void start() throws Exception {
        alerts = alertService();
        platform = Platform.start(
                folder,
                Map.of(
                        "statusmonitor.internal.services.alert-service",
                        "http://127.0.0.1:" + alerts.getAddress().getPort(),
                        "statusmonitor.auth.public-url",
                        "http://status.example.org",
                        "statusmonitor.auth.limits.address",
                        "6"));
        ada = new Browser(platform);
        String token = platform.bean(SetupLinks.class).newToken().orElseThrow();
        assertThat(ada.send(
                                "POST",
                                "/api/v1/setup",
                                Map.of("token", token, "email", "ada@example.org", "password", PASSWORD, "name", "Ada"))
                        .status())
                .isEqualTo(201);
    }

    @AfterAll
    void stop() {
        platform.close();
        alerts.stop(0);
    }

    private HttpServer alertService() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/internal/v1/mail", exchange -> {
            try (exchange) {
                byte[] body = exchange.getRequestBody().readAllBytes();
                if (exchange.getRequestMethod().equals("GET")) {
                    byte[] answer = "{\"configured\":true}".getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                } else {
                    mails.add(new JsonMapper().readTree(body));
                    exchange.sendResponseHeaders(202, -1);
                }
            }
        });
        server.start();
        return server;
    }

    private static String link(JsonNode mail, String path) {
        return mail.path("text")
                .asString()
                .lines()
                .filter(line -> line.startsWith("http://status.example.org" + path))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Order(1)
    void anInvitationGoesToItsAddress() throws Exception {
        assertThat(ada.get("/api/v1/setup").body().path("mail").asBoolean()).isTrue();
        assertThat(ada.send("POST", "/api/v1/invitations", null)
                        .body()
                        .path("mailed")
                        .asBoolean())
                .isFalse();
        assertThat(mails).isEmpty();

        var invited = ada.send("POST", "/api/v1/invitations", Map.of("email", "bob@example.org"));

        assertThat(invited.body().path("mailed").asBoolean()).isTrue();
        assertThat(mails).singleElement().satisfies(mail -> {
            assertThat(mail.path("to").asString()).isEqualTo("bob@example.org");
            assertThat(link(mail, "/register#token=")).isEqualTo(invited.text("link"));
        });
    }

    @Test
    @Order(2)
    void aForgottenPasswordIsSetByALinkThatGoesToItsOwner() throws Exception {
        mails.clear();
        var anybody = new Browser(platform);

        var unknown = anybody.send("POST", REQUESTS, Map.of("email", "nobody@example.org"));
        // The host that a request names is its sender's word, and leads nobody anywhere.
        var known = anybody.send(
                "POST", REQUESTS, Map.of("email", "Ada@Example.org"), Map.of("X-Forwarded-Host", "evil.example.com"));

        assertThat(known.status()).isEqualTo(202);
        assertThat(unknown.status()).isEqualTo(202);
        assertThat(known.body()).isEqualTo(unknown.body());
        await().atMost(PATIENCE).until(() -> !mails.isEmpty());
        assertThat(mails)
                .singleElement()
                .satisfies(mail -> assertThat(mail.path("to").asString()).isEqualTo("ada@example.org"));
        String link = link(mails.getFirst(), "/reset#token=");
        var reset = Map.of("token", link.substring(link.indexOf('=') + 1), "new_password", "a quite new password");
        assertThat(anybody.send("POST", "/api/v1/password-resets", reset).status())
                .isEqualTo(204);
        assertThat(anybody.send(
                                "POST",
                                "/api/v1/session",
                                Map.of("email", "ada@example.org", "password", "a quite new password"))
                        .status())
                .isEqualTo(201);
    }

    @Test
    @Order(3)
    void oneAccountGetsFewAndOneAddressMayAskForSome() throws Exception {
        mails.clear();
        var anybody = new Browser(platform);
        // Two were asked for before, one of them for this account.
        for (int i = 0; i < 4; i++) {
            assertThat(anybody.send("POST", REQUESTS, Map.of("email", "ada@example.org"))
                            .status())
                    .isEqualTo(202);
        }

        var tooMany = anybody.send("POST", REQUESTS, Map.of("email", "bob@example.org"));

        assertThat(tooMany.status()).isEqualTo(429);
        assertThat(tooMany.header("Retry-After")).isNotEmpty();
        await().atMost(PATIENCE).until(() -> mails.size() == 2);
        assertThat(anybody.send("POST", REQUESTS, Map.of("email", "no address")).status())
                .isEqualTo(422);
    }
}
