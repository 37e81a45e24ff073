package dev.statusmonitor.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.statusmonitor.auth.setup.SetupLinks;
import dev.statusmonitor.auth.token.AgentSide;
import dev.statusmonitor.testservers.TestRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;

/** What people do about their accounts, their tokens and their hosts' access, by HTTP. The steps build on each other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class AccountsIT {
    private static final String PASSWORD = "correct horse battery";
    private static final String NEW_PASSWORD = "a quite new password";

    @TempDir
    private static Path folder;

    private Platform platform;
    private Browser ada;
    private Browser bob;
    private RedisClient redis;

    @BeforeAll
    void start() throws Exception {
        platform = Platform.start(folder, Map.of());
        ada = new Browser(platform);
        bob = new Browser(platform);
        redis = RedisClient.create(RedisURI.create(TestRedis.get().uri()));
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
        redis.shutdown();
        platform.close();
    }

    @Test
    @Order(1)
    void whoIsInvitedMakesAnAccount() throws Exception {
        assertThat(bob.get("/api/v1/setup").text("registration")).isEqualTo("invitation");
        assertProblem(register(bob, "nonsense", "bob@example.org"), 403);
        var invitation = ada.send("POST", "/api/v1/invitations", Map.of("email", "Bob@example.org"));
        assertThat(invitation.status()).isEqualTo(201);
        assertThat(invitation.header("Cache-Control")).contains("no-store");
        assertThat(invitation.text("link"))
                .isEqualTo(platform.publicUri("/register#token=" + invitation.text("token"))
                        .toString());
        JsonNode listed =
                ada.get("/api/v1/invitations").body().path("invitations").get(0);
        assertThat(listed.propertyNames()).containsExactlyInAnyOrder("id", "email", "created", "expires");
        assertThat(listed.path("email").asString()).isEqualTo("bob@example.org");
        assertProblem(register(bob, invitation.text("token"), "eve@example.org"), 403);

        var made = register(bob, invitation.text("token"), "bob@example.org");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body().at("/account/email").asString()).isEqualTo("bob@example.org");
        assertThat(bob.get("/api/v1/account").text("name")).isEqualTo("Somebody");
        assertThat(ada.get("/api/v1/invitations").body().path("invitations")).isEmpty();
        String second = ada.send("POST", "/api/v1/invitations", null).text("id");
        assertProblem(bob.send("DELETE", "/api/v1/invitations/" + second, null), 404);
        assertThat(ada.send("DELETE", "/api/v1/invitations/" + second, null).status())
                .isEqualTo(204);
    }

    @Test
    @Order(2)
    void theAccountIsChangedByWhoeverKnowsThePassword() throws Exception {
        assertThat(bob.send("PATCH", "/api/v1/account", Map.of("name", "Bob")).text("name"))
                .isEqualTo("Bob");
        assertProblem(bob.send("PATCH", "/api/v1/account", Map.of("email", "b@example.org")), 422);
        assertProblem(
                bob.send(
                        "PATCH",
                        "/api/v1/account",
                        Map.of("email", "b@example.org", "current_password", "wrong password")),
                403);
        assertProblem(
                bob.send("PATCH", "/api/v1/account", Map.of("email", "ada@example.org", "current_password", PASSWORD)),
                409);
        assertThat(bob.send("PATCH", "/api/v1/account", Map.of("email", "B@example.org", "current_password", PASSWORD))
                        .text("email"))
                .isEqualTo("b@example.org");
    }

    @Test
    @Order(3)
    void aNewPasswordEndsTheOtherSessionsAndLoggingOutEverywhereAll() throws Exception {
        var elsewhere = logIn("b@example.org", PASSWORD);
        var sessions = bob.get("/api/v1/sessions").body().path("sessions");
        assertThat(sessions)
                .hasSize(2)
                .satisfiesOnlyOnce(session ->
                        assertThat(session.path("current").asBoolean()).isTrue());
        assertThat(sessions.get(0).path("user_agent").asString()).startsWith("Java-http-client");
        var change = Map.of("current_password", PASSWORD, "new_password", NEW_PASSWORD);
        assertProblem(
                bob.send(
                        "PUT",
                        "/api/v1/account/password",
                        Map.of("current_password", "wrong password", "new_password", NEW_PASSWORD)),
                403);

        assertThat(bob.send("PUT", "/api/v1/account/password", change).status()).isEqualTo(204);

        assertProblem(elsewhere.get("/api/v1/account"), 401);
        assertThat(bob.get("/api/v1/account").status()).isEqualTo(200);
        assertProblem(
                new Browser(platform)
                        .send("POST", "/api/v1/session", Map.of("email", "b@example.org", "password", PASSWORD)),
                401);
        elsewhere = logIn("b@example.org", NEW_PASSWORD);
        assertThat(bob.send("DELETE", "/api/v1/sessions", null).status()).isEqualTo(204);
        assertThat(bob.cookie("sm_access")).isEmpty();
        assertProblem(elsewhere.get("/api/v1/account"), 401);
        assertProblem(elsewhere.send("POST", "/api/v1/session/refresh", null), 401);
        bob = logIn("b@example.org", NEW_PASSWORD);
    }

    @Test
    @Order(4)
    void aForgottenPasswordIsSetByALinkFromThePlatformsMachine() throws Exception {
        assertThat(internally("/internal/v1/password-resets", Map.of("email", "nobody@example.org"))
                        .path("status")
                        .asInt())
                .isEqualTo(404);
        JsonNode link = internally("/internal/v1/password-resets", Map.of("email", "b@example.org"));
        assertThat(link.propertyNames()).containsExactlyInAnyOrder("token", "expires");
        var reset = Map.of("token", link.path("token").asString(), "new_password", PASSWORD);
        var stranger = new Browser(platform);
        assertProblem(
                stranger.send("POST", "/api/v1/password-resets", Map.of("token", "x", "new_password", PASSWORD)), 403);
        assertProblem(stranger.send("POST", "/internal/v1/password-resets", Map.of("email", "b@example.org")), 404);

        assertThat(stranger.send("POST", "/api/v1/password-resets", reset).status())
                .isEqualTo(204);

        assertProblem(stranger.send("POST", "/api/v1/password-resets", reset), 403);
        assertProblem(bob.get("/api/v1/account"), 401);
        bob = logIn("b@example.org", PASSWORD);
    }

    @Test
    @Order(5)
    void anApiTokenMayWhatItsScopesSay() throws Exception {
        assertProblem(token("t", "everything"), 422);
        assertProblem(token("t"), 422);
        var reads = token("reads", "hosts:read");
        var writes = token("writes", "hosts:write", "live:read");
        assertThat(reads.status()).isEqualTo(201);
        assertThat(reads.text("token")).startsWith("smp_");
        JsonNode listed = ada.get("/api/v1/tokens").body().path("tokens");
        assertThat(listed).hasSize(2);
        assertThat(listed.toString()).doesNotContain("smp_");

        assertThat(script(reads, "GET", "/api/v1/hosts").status()).isEqualTo(200);
        assertProblem(script(reads, "POST", "/api/v1/enrolments"), 403);
        assertProblem(script(writes, "GET", "/api/v1/hosts"), 403);
        assertThat(script(writes, "POST", "/api/v1/enrolments").status()).isEqualTo(201);
        var ticket = script(writes, "POST", "/api/v1/live/tickets");
        assertThat(internally("/internal/v1/tickets/redeem", Map.of("ticket", ticket.text("ticket")))
                        .path("session_id")
                        .asString())
                .isEqualTo(writes.text("id"));
        for (String path : List.of(
                "/api/v1/account", "/api/v1/tokens", "/api/v1/sessions", "/api/v1/invitations", "/api/v1/audit")) {
            assertProblem(script(writes, "GET", path), 403);
        }
        assertProblem(script(writes, "DELETE", "/api/v1/session"), 403);
        JsonNode known = internally("/internal/v1/tokens/introspect", Map.of("token", reads.text("token")));
        assertThat(known.path("active").asBoolean()).isTrue();
        assertThat(known.path("account_id").asString())
                .isEqualTo(ada.get("/api/v1/account").text("id"));
        assertThat(known.path("scopes").toString()).isEqualTo("[\"hosts:read\"]");

        assertProblem(bob.send("DELETE", "/api/v1/tokens/" + reads.text("id"), null), 404);
        assertThat(ada.send("DELETE", "/api/v1/tokens/" + reads.text("id"), null)
                        .status())
                .isEqualTo(204);

        assertProblem(script(reads, "GET", "/api/v1/hosts"), 401);
        assertThat(internally("/internal/v1/tokens/introspect", Map.of("token", reads.text("token")))
                        .toString())
                .isEqualTo("{\"active\":false}");
    }

    @Test
    @Order(6)
    void aHostIsEnrolledByACommandRevokedAndEnrolledAgain() throws Exception {
        var code = ada.send("POST", "/api/v1/enrolments", Map.of("name", "web-1"));
        assertThat(code.body().path("local_only").asBoolean()).isTrue();
        assertThat(code.body().path("commands").propertyNames()).containsExactlyInAnyOrder("linux", "macos", "windows");
        assertThat(code.body().at("/commands/linux").asString()).contains(code.text("code"));
        String enrolment = "/api/v1/enrolments/" + code.text("id");
        assertThat(ada.get(enrolment).body().toString()).isEqualTo("{\"state\":\"waiting\"}");
        assertProblem(bob.get(enrolment), 404);
        var agent = new AgentSide();
        String id = enrol(code.text("code"), agent).text("host_id");
        assertThat(ada.get(enrolment).body().toString())
                .isEqualTo("{\"state\":\"enrolled\",\"host_id\":\"" + id + "\"}");
        String path = "/api/v1/hosts/" + id;
        assertThat(ada.get(path).body().path("enrolled").asLong()).isPositive();
        String old = exchange(id, agent).text("access_token");

        assertProblem(bob.send("POST", path + "/revoke", null), 404);
        assertProblem(bob.send("POST", path + "/enrolments", null), 404);
        assertThat(ada.send("POST", path + "/revoke", null).text("state")).isEqualTo("revoked");

        assertThat(exchange(id, agent).text("reason")).isEqualTo("revoked");
        assertThat(internally("/internal/v1/introspect", Map.of("token", old))
                        .path("reason")
                        .asString())
                .isEqualTo("revoked");
        await().untilAsserted(() -> assertThat(epoch(id)).isEqualTo("2"));
        assertThat(ada.get(path).status()).isEqualTo(200);

        var again = ada.send("POST", path + "/enrolments", null);
        assertThat(again.status()).isEqualTo(201);
        var newAgent = new AgentSide();
        assertThat(enrol(again.text("code"), newAgent).text("host_id")).isEqualTo(id);
        assertThat(ada.get(path).text("state")).isEqualTo("active");
        assertThat(exchange(id, agent).text("reason")).isEqualTo("bad_signature");
        assertThat(exchange(id, newAgent).status()).isEqualTo(200);
        await().untilAsserted(() -> assertThat(epoch(id)).isEqualTo("3"));
    }

    @Test
    @Order(7)
    void everybodySeesWhatChangedTheirOwnAccess() throws Exception {
        List<String> types = types(ada.get("/api/v1/audit?limit=200"));
        assertThat(types)
                .startsWith("host.enrolled_again", "enrolment.created", "host.revoked", "host.enrolled")
                .contains("token.revoked", "token.created", "invitation.used", "invitation.revoked", "account.created")
                .doesNotContain("account.password_reset");
        assertThat(types(bob.get("/api/v1/audit")))
                .contains("account.password_reset", "account.password_changed", "account.email_changed")
                .noneMatch(type -> type.startsWith("host."));
        JsonNode newest = ada.get("/api/v1/audit?limit=1").body().path("events").get(0);
        assertThat(newest.path("actor").asString()).isEqualTo("code");
        assertThat(newest.path("address").asString()).isEqualTo("127.0.0.1");
        var second = ada.get("/api/v1/audit?limit=1&before=" + newest.path("id").asString());
        assertThat(types(second)).containsExactly(types.get(1));
        assertProblem(bob.get("/api/v1/audit?before=" + newest.path("id").asString()), 400);
        assertProblem(ada.get("/api/v1/audit?limit=0"), 400);
        assertProblem(ada.get("/api/v1/audit?limit=many"), 400);
    }

    @Test
    @Order(8)
    void keysAreReplacedWhileTokensGoOn() throws Exception {
        JsonNode made = internally("/internal/v1/keys/rotate", Map.of());

        assertThat(made.path("signs_from").asLong()).isGreaterThan(System.currentTimeMillis());
        JsonNode jwks = platform.internal()
                .get()
                .uri("/internal/v1/jwks")
                .retrieve()
                .requiredBody(JsonNode.class)
                .path("keys");
        assertThat(jwks).hasSize(2).anyMatch(key -> key.path("kid").equals(made.path("kid")));
        assertThat(jwks.toString()).doesNotContain("\"d\"");
        assertThat(ada.get("/api/v1/account").status()).isEqualTo(200);
    }

    @Test
    @Order(9)
    void anAccountIsDeletedWithItsHosts() throws Exception {
        var code = bob.send("POST", "/api/v1/enrolments", Map.of("name", "db-1"));
        var agent = new AgentSide();
        String id = enrol(code.text("code"), agent).text("host_id");
        String hostToken = exchange(id, agent).text("access_token");
        assertProblem(bob.send("DELETE", "/api/v1/account", Map.of("current_password", "wrong password")), 403);
        String access = bob.cookie("sm_access");

        assertThat(bob.send("DELETE", "/api/v1/account", Map.of("current_password", PASSWORD))
                        .status())
                .isEqualTo(204);

        assertThat(bob.cookie("sm_access")).isEmpty();
        bob.setCookie("sm_access", access);
        assertProblem(bob.get("/api/v1/account"), 401);
        assertThat(exchange(id, agent).text("reason")).isEqualTo("unknown_host");
        assertThat(internally("/internal/v1/introspect", Map.of("token", hostToken))
                        .path("active")
                        .asBoolean())
                .isFalse();
        await().untilAsserted(() -> assertThat(epoch(id)).isEqualTo("2"));
        assertProblem(
                new Browser(platform)
                        .send("POST", "/api/v1/session", Map.of("email", "b@example.org", "password", PASSWORD)),
                401);
        assertThat(ada.get("/api/v1/account").status()).isEqualTo(200);
    }

    private static List<String> types(Browser.Answer audit) {
        assertThat(audit.status()).isEqualTo(200);
        return audit.body()
                .path("events")
                .valueStream()
                .map(event -> event.path("type").asString())
                .toList();
    }

    private Browser.Answer register(Browser browser, String invitation, String email) throws Exception {
        return browser.send(
                "POST",
                "/api/v1/accounts",
                Map.of("invitation", invitation, "email", email, "password", PASSWORD, "name", "Somebody"));
    }

    private Browser logIn(String email, String password) throws Exception {
        var browser = new Browser(platform);
        var answer = browser.send("POST", "/api/v1/session", Map.of("email", email, "password", password));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        return browser;
    }

    private Browser.Answer token(String name, String... scopes) throws Exception {
        return ada.send("POST", "/api/v1/tokens", Map.of("name", name, "scopes", List.of(scopes)));
    }

    private Browser.Answer script(Browser.Answer token, String method, String path) throws Exception {
        return new Browser(platform).send(method, path, null, Map.of("Authorization", "Bearer " + token.text("token")));
    }

    private Browser.Answer enrol(String code, AgentSide agent) throws Exception {
        return new Browser(platform)
                .send(
                        "POST",
                        "/api/v1/agents",
                        Map.of("code", code, "public_key", agent.publicKey(), "name", "machine"));
    }

    private Browser.Answer exchange(String hostId, AgentSide agent) throws Exception {
        return new Browser(platform)
                .form(
                        "/api/v1/agents/token",
                        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion="
                                + agent.assertion(hostId, Instant.now()));
    }

    private JsonNode internally(String path, Map<String, String> body) {
        return platform.internal()
                .post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .retrieve()
                .onStatus(HttpStatusCode::is4xxClientError, (request, response) -> {})
                .requiredBody(JsonNode.class);
    }

    private @Nullable String epoch(String hostId) {
        try (var connection = redis.connect()) {
            return connection.sync().get("sm:epoch:" + hostId);
        }
    }

    private static void assertProblem(Browser.Answer answer, int status) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.text("detail")).endsWith(".");
    }
}
