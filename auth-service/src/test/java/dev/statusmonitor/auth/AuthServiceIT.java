package dev.statusmonitor.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.statusmonitor.auth.enrol.LocalEnrolment;
import dev.statusmonitor.auth.secret.Secrets;
import dev.statusmonitor.auth.setup.SetupLinks;
import dev.statusmonitor.auth.token.AgentSide;
import dev.statusmonitor.contract.HostChange;
import dev.statusmonitor.contract.Topics;
import dev.statusmonitor.starter.hosts.HostChangeJson;
import dev.statusmonitor.starter.kafka.KafkaSettings;
import dev.statusmonitor.testservers.TestRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
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

/**
 * The road of an identity through the whole service: set-up, session, enrolment, host token, introspection, cache. The
 * steps build on each other.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class AuthServiceIT {
    private static final String PASSWORD = "correct horse battery";
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    private Platform platform;
    private Browser browser;
    private RedisClient redis;
    private String localHost = "";
    private final AgentSide localAgent = new AgentSide();
    private String localToken = "";

    @BeforeAll
    void start() {
        platform = Platform.start(folder, Map.of());
        browser = new Browser(platform);
        redis = RedisClient.create(RedisURI.create(TestRedis.get().uri()));
    }

    @AfterAll
    void stop() {
        redis.shutdown();
        platform.close();
    }

    @Test
    @Order(1)
    void theMachineItselfEnrolsBeforeThereIsAnAccount() throws Exception {
        String code = platform.bean(LocalEnrolment.class).newCode("here");

        var enrolled = enrol(code, localAgent);

        assertThat(enrolled.status()).isEqualTo(201);
        localHost = enrolled.text("host_id");
        assertThat(enrolled.text("ingest_url"))
                .isEqualTo(platform.publicUri("/api/v1/metrics").toString());
        assertThat(platform.bean(LocalEnrolment.class).knowsHost(localHost)).isTrue();
        assertThat(newest(localHost)).satisfies(change -> {
            assertThat(change.ownerId()).isNull();
            assertThat(change.epoch()).isEqualTo(1);
            assertThat(change.state()).isEqualTo(HostChange.State.ACTIVE);
        });
        localToken = token(localHost, localAgent);
        assertThat(introspect(localToken).path("active").asBoolean()).isTrue();
    }

    @Test
    @Order(2)
    void theSetUpLinkMakesTheFirstAccountWhichOwnsTheMachine() throws Exception {
        assertThat(browser.get("/api/v1/setup").body().path("needed").asBoolean())
                .isTrue();
        String token = platform.bean(SetupLinks.class).newToken().orElseThrow();

        assertProblem(setup("wrong", PASSWORD), 403, "/problems/forbidden");
        assertProblem(setup(token, "short"), 422, "/problems/invalid-input");
        var made = setup(token, PASSWORD);

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body().path("account").path("email").asString()).isEqualTo("ada@example.org");
        assertThat(made.cookies())
                .anyMatch(c -> c.startsWith("sm_access=")
                        && c.contains("Path=/;")
                        && c.contains("Max-Age=600;")
                        && c.contains("HttpOnly")
                        && c.contains("SameSite=Strict")
                        && !c.contains("Secure"))
                .anyMatch(c -> c.startsWith("sm_refresh=")
                        && c.contains("Path=/api/v1/session;")
                        && c.contains("Max-Age=2592000;")
                        && c.contains("HttpOnly")
                        && c.contains("SameSite=Strict"));
        assertProblem(setup(token, PASSWORD), 409, "/problems/conflict");
        assertThat(browser.get("/api/v1/setup").body().path("needed").asBoolean())
                .isFalse();
        assertThat(platform.bean(SetupLinks.class).newToken()).isEmpty();
        assertThat(browser.get("/api/v1/hosts")
                        .body()
                        .path("hosts")
                        .get(0)
                        .path("id")
                        .asString())
                .isEqualTo(localHost);
        String account = browser.get("/api/v1/account").text("id");
        assertThat(newest(localHost, 2)).satisfies(change -> {
            assertThat(change.ownerId()).isEqualTo(account);
            assertThat(change.epoch()).isEqualTo(2);
        });
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(inRedis("sm:epoch:" + localHost)).isEqualTo("2"));
        assertThat(introspect(localToken).path("reason").asString()).isEqualTo("expired");
        assertThat(introspect(token(localHost, localAgent)).path("owner_id").asString())
                .isEqualTo(account);
    }

    @Test
    @Order(3)
    void logInRefreshReuse() throws Exception {
        assertProblem(logIn("ada@example.org", "wrong password"), 401, "/problems/unauthenticated");
        assertProblem(logIn("nobody@example.org", PASSWORD), 401, "/problems/unauthenticated");
        assertThat(logIn(" ADA@example.org", PASSWORD).status()).isEqualTo(201);
        String first = browser.cookie("sm_refresh");

        var refreshed = browser.send("POST", "/api/v1/session/refresh", null);

        assertThat(refreshed.status()).isEqualTo(200);
        assertThat(refreshed.body().path("expires").asLong())
                .isBetween(System.currentTimeMillis() + 590_000, System.currentTimeMillis() + 600_000);
        String second = browser.cookie("sm_refresh");
        assertThat(second).isNotEqualTo(first);
        assertThat(browser.send("POST", "/api/v1/session/refresh", null).status())
                .isEqualTo(200);
        browser.setCookie("sm_refresh", first);
        assertProblem(browser.send("POST", "/api/v1/session/refresh", null), 401, "/problems/unauthenticated");
        // The whole session is over, the access token included.
        assertProblem(browser.get("/api/v1/account"), 401, "/problems/unauthenticated");
        browser.forgetCookies();
        assertThat(logIn("ada@example.org", PASSWORD).status()).isEqualTo(201);
    }

    @Test
    @Order(4)
    void otherSitesMakeNobodyDoAnything() throws Exception {
        for (var header : List.of(Map.of("Sec-Fetch-Site", "cross-site"), Map.of("Origin", "https://evil.example"))) {
            assertProblem(
                    browser.send("DELETE", "/api/v1/hosts/" + localHost, null, header), 403, "/problems/forbidden");
            assertProblem(browser.send("POST", "/api/v1/session/refresh", null, header), 403, "/problems/forbidden");
        }
        var mine = Map.of("Sec-Fetch-Site", "same-origin");
        assertThat(browser.send("PATCH", "/api/v1/hosts/" + localHost, Map.of("name", "this one"), mine)
                        .status())
                .isEqualTo(200);
    }

    @Test
    @Order(5)
    void aHostIsEnrolledDescribedRenamedTaggedAndDeleted() throws Exception {
        var invitation = browser.send("POST", "/api/v1/enrolments", Map.of("name", "web-1"));
        assertThat(invitation.status()).isEqualTo(201);
        assertThat(invitation.text("platform_url"))
                .isEqualTo(platform.publicUri("").toString());
        var agent = new AgentSide();
        var enrolled = enrol(invitation.text("code"), agent);
        assertThat(enrolled.status()).isEqualTo(201);
        assertProblem(enrol(invitation.text("code"), agent), 403, "/problems/forbidden");
        String id = enrolled.text("host_id");

        String token = token(id, agent);
        var hash = Secrets.sha256(token);
        assertThat(inRedis("sm:token:" + hash)).contains("\"active\":true").contains("\"host_id\":\"" + id + "\"");
        assertThat(introspect(token).path("epoch").asLong()).isEqualTo(1);
        var machine = new Browser(platform);
        var bearer = Map.of("Authorization", "Bearer " + token);
        assertThat(machine.send("PUT", "/api/v1/agents/me/resource", Map.of("host.arch", "arm64"), bearer)
                        .status())
                .isEqualTo(204);
        assertProblem(
                machine.send("PUT", "/api/v1/agents/me/resource", Map.of("host.arch", 64), bearer),
                422,
                "/problems/invalid-input");
        assertProblem(machine.send("PUT", "/api/v1/agents/me/resource", Map.of()), 401, "/problems/unauthenticated");
        var changed = browser.send(
                "PATCH", "/api/v1/hosts/" + id, Map.of("name", "web-2", "tags", List.of("web", "eu", "web")));
        assertThat(changed.text("name")).isEqualTo("web-2");
        assertThat(changed.body().path("tags").toString()).isEqualTo("[\"eu\",\"web\"]");
        assertThat(changed.body().path("resource").path("host.arch").asString()).isEqualTo("arm64");
        assertThat(changed.text("state")).isEqualTo("active");
        assertThat(newest(id, 2).tags()).containsExactly("eu", "web");

        assertThat(browser.send("DELETE", "/api/v1/hosts/" + id, null).status()).isEqualTo(204);

        assertProblem(browser.get("/api/v1/hosts/" + id), 404, "/problems/not-found");
        assertProblem(browser.send("DELETE", "/api/v1/hosts/" + id, null), 404, "/problems/not-found");
        assertThat(newest(id, 3).state()).isEqualTo(HostChange.State.DELETED);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(inRedis("sm:epoch:" + id)).isEqualTo("2"));
        assertThat(introspect(token).path("reason").asString()).isEqualTo("revoked");
        assertThat(inRedis("sm:token:" + hash)).isEqualTo("{\"active\":false,\"reason\":\"revoked\"}");
        assertProblem(machine.send("PUT", "/api/v1/agents/me/resource", Map.of(), bearer), 403, "/problems/forbidden");
        var refused = exchange(agent.assertion(id, Instant.now()));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("error")).isEqualTo("invalid_grant");
        assertThat(refused.text("reason")).isEqualTo("unknown_host");
    }

    @Test
    @Order(6)
    void anAgentWithAWrongClockIsToldThePlatformsTime() throws Exception {
        var refused = exchange(localAgent.assertion(localHost, Instant.now().minus(Duration.ofHours(3))));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("error")).isEqualTo("invalid_grant");
        assertThat(refused.text("reason")).isEqualTo("clock");
        assertThat(refused.text("error_description")).contains("the platform's time is");
        assertThat(Long.parseLong(refused.header("StatusMonitor-Time")))
                .isBetween(System.currentTimeMillis() - 5_000, System.currentTimeMillis() + 5_000);
    }

    @Test
    @Order(7)
    void theTokenEndpointSpeaksOAuth() throws Exception {
        var none = new Browser(platform).form("/api/v1/agents/token", "");
        assertThat(none.status()).isEqualTo(400);
        assertThat(none.text("error")).isEqualTo("invalid_request");
        var password = new Browser(platform).form("/api/v1/agents/token", "grant_type=password&assertion=x");
        assertThat(password.text("error")).isEqualTo("unsupported_grant_type");
        var good = exchange(localAgent.assertion(localHost, Instant.now()));
        assertThat(good.text("token_type")).isEqualTo("Bearer");
        assertThat(good.body().path("expires_in").asInt()).isEqualTo(3_600);
        assertThat(good.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    @Order(8)
    void aTicketIsRedeemedOnceByTheGateway() throws Exception {
        var ticket = browser.send("POST", "/api/v1/live/tickets", null);
        assertThat(ticket.status()).isEqualTo(201);

        var holder = redeem(ticket.text("ticket"));

        assertThat(holder.path("account_id").asString())
                .isEqualTo(browser.get("/api/v1/account").text("id"));
        assertThat(holder.path("session_expires").asLong()).isGreaterThan(System.currentTimeMillis());
        assertThat(redeem(ticket.text("ticket")).path("status").asInt()).isEqualTo(404);
    }

    @Test
    @Order(9)
    void internalRoutesAreNotPublicAndPublicOnesNotOpen() throws Exception {
        for (String path : List.of("/internal/v1/jwks", "/internal/v1/introspect", "/internal/v1/tickets/redeem")) {
            assertProblem(browser.get(path), 404, "/problems/not-found");
        }
        var stranger = new Browser(platform);
        for (String path : List.of("/api/v1/account", "/api/v1/hosts", "/api/v1/hosts/" + localHost)) {
            assertProblem(stranger.get(path), 401, "/problems/unauthenticated");
        }
        for (String path : List.of("/api/v1/enrolments", "/api/v1/live/tickets")) {
            assertProblem(stranger.send("POST", path, Map.of()), 401, "/problems/unauthenticated");
        }
        // A host's token is none of a person's.
        var bearer = Map.of("Authorization", "Bearer " + token(localHost, localAgent));
        assertProblem(stranger.send("GET", "/api/v1/hosts", null, bearer), 401, "/problems/unauthenticated");
        assertProblem(
                stranger.send(
                        "PUT",
                        "/api/v1/agents/me/resource",
                        Map.of(),
                        Map.of("Authorization", "Bearer " + browser.cookie("sm_access"))),
                401,
                "/problems/unauthenticated");
    }

    @Test
    @Order(10)
    void brokenInputIsAnsweredByASentence() throws Exception {
        assertProblem(browser.send("POST", "/api/v1/session", List.of()), 422, "/problems/invalid-input");
        assertProblem(
                browser.send("POST", "/api/v1/session", Map.of("email", "ada@example.org")),
                422,
                "/problems/invalid-input");
        var code = Map.of("code", "x", "public_key", "AAAA", "name", "n", "resource", Map.of());
        assertProblem(browser.send("POST", "/api/v1/agents", code), 422, "/problems/invalid-input");
        assertProblem(browser.get("/api/v1/session"), 405, null);
        var large = Map.of("email", "a@b", "password", "x".repeat(70_000));
        assertProblem(browser.send("POST", "/api/v1/session", large), 413, "/problems/too-large");
        assertProblem(browser.chunked("POST", "/api/v1/session", large), 413, "/problems/too-large");
        var small = Map.of("email", "ada@example.org", "password", "wrong password");
        assertProblem(browser.chunked("POST", "/api/v1/session", small), 401, "/problems/unauthenticated");
        assertProblem(browser.get("/api/v1/agents/unknown"), 401, null);
    }

    @Test
    @Order(11)
    void thePartsSayHowTheyAre() {
        String health =
                platform.internal().get().uri("/actuator/health").retrieve().body(String.class);
        assertThat(health)
                .contains("authDatabase")
                .contains("authRedis")
                .contains("authPublish")
                .contains("\"status\":\"UP\"");
        String metrics =
                platform.internal().get().uri("/actuator/prometheus").retrieve().body(String.class);
        assertThat(metrics)
                .contains("statusmonitor_auth_logins_total{outcome=\"accepted\"}")
                .contains("statusmonitor_auth_introspections_total{outcome=\"active\"}")
                .contains("statusmonitor_auth_enrolments_total{outcome=\"accepted\"}")
                .contains("statusmonitor_auth_tokens_total{outcome=\"issued\"}")
                .contains("statusmonitor_auth_changes_published_total");
    }

    @Test
    @Order(12)
    void everyPublicRouteIsDescribed() throws Exception {
        JsonNode paths = browser.get("/openapi.json").body().path("paths");

        assertThat(paths.propertyNames())
                .contains(
                        "/api/v1/setup",
                        "/api/v1/session",
                        "/api/v1/session/refresh",
                        "/api/v1/account",
                        "/api/v1/hosts",
                        "/api/v1/hosts/{id}",
                        "/api/v1/enrolments",
                        "/api/v1/agents",
                        "/api/v1/agents/token",
                        "/api/v1/agents/me/resource",
                        "/api/v1/live/tickets",
                        "/internal/v1/introspect");
        assertThat(paths.properties())
                .allSatisfy(path -> path.getValue()
                        .properties()
                        .forEach(operation -> assertThat(operation.getValue().has("security"))
                                .as("%s %s", operation.getKey(), path.getKey())
                                .isTrue()));
        JsonNode answers = paths.path("/api/v1/hosts/{id}").path("get").path("responses");
        assertThat(answers.path("200").path("content").propertyNames()).containsExactly("application/json");
        assertThat(answers.path("404").path("content").toString())
                .isEqualTo("{\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}");
        assertThat(paths.path("/api/v1/agents/token")
                        .path("post")
                        .path("responses")
                        .path("400")
                        .path("content")
                        .propertyNames())
                .containsExactly("application/json");
    }

    @Test
    @Order(13)
    void logOutEndsTheSession() throws Exception {
        String access = browser.cookie("sm_access");

        assertThat(browser.send("DELETE", "/api/v1/session", null).status()).isEqualTo(204);

        assertThat(browser.cookie("sm_access")).isEmpty();
        assertThat(browser.cookie("sm_refresh")).isEmpty();
        browser.setCookie("sm_access", access);
        assertProblem(browser.get("/api/v1/account"), 401, "/problems/unauthenticated");
        browser.forgetCookies();
    }

    @Test
    @Order(14)
    void aRestartForgetsNothingAndTellsEveryHostAgain() throws Exception {
        assertThat(logIn("ada@example.org", PASSWORD).status()).isEqualTo(201);
        String token = token(localHost, localAgent);
        platform.close();
        Browser before = browser;

        platform = Platform.start(
                folder,
                Map.of(
                        "statusmonitor.auth.public-url",
                        "https://sm.example.org/",
                        "statusmonitor.auth.limits.address",
                        3));
        browser = new Browser(platform);
        browser.setCookie("sm_access", before.cookie("sm_access"));
        browser.setCookie("sm_refresh", before.cookie("sm_refresh"));

        assertThat(browser.get("/api/v1/account").status()).isEqualTo(200);
        assertThat(browser.send("POST", "/api/v1/session/refresh", null).status())
                .isEqualTo(200);
        assertThat(introspect(token).path("active").asBoolean()).isTrue();
        assertThat(platform.bean(SetupLinks.class).newToken()).isEmpty();
        assertThat(platform.bean(LocalEnrolment.class).knowsHost(localHost)).isTrue();
    }

    @Test
    @Order(15)
    void aPublicAddressWithTlsMakesTheCookiesSecure() throws Exception {
        assertThat(browser.send("POST", "/api/v1/session/refresh", null).cookies())
                .hasSize(2)
                .allMatch(cookie -> cookie.contains("Secure"));
        var invitation = browser.send("POST", "/api/v1/enrolments", null);
        assertThat(invitation.text("platform_url")).isEqualTo("https://sm.example.org");
        assertThat(enrol(invitation.text("code"), new AgentSide()).text("token_url"))
                .isEqualTo("https://sm.example.org/api/v1/agents/token");
        String local = platform.bean(LocalEnrolment.class).newCode("here");
        assertThat(enrol(local, new AgentSide()).text("token_url"))
                .isEqualTo(platform.publicUri("/api/v1/agents/token").toString());
    }

    @Test
    @Order(16)
    void whoGuessesWaits() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(logIn("ada@example.org", "wrong password").status()).isEqualTo(401);
            assertThat(enrol("00000-00000-00000-0000" + i, new AgentSide()).status())
                    .isEqualTo(403);
        }

        var right = logIn("ada@example.org", PASSWORD);
        assertProblem(right, 429, "/problems/too-many-requests");
        assertThat(Integer.parseInt(right.header("Retry-After"))).isBetween(1, 200);
        assertProblem(enrol("00000-00000-00000-00009", new AgentSide()), 429, "/problems/too-many-requests");
    }

    private Browser.Answer setup(String token, String password) throws Exception {
        return browser.send(
                "POST",
                "/api/v1/setup",
                Map.of("token", token, "email", "Ada@Example.org", "password", password, "name", "Ada"));
    }

    private Browser.Answer logIn(String email, String password) throws Exception {
        return browser.send("POST", "/api/v1/session", Map.of("email", email, "password", password));
    }

    private Browser.Answer enrol(String code, AgentSide agent) throws Exception {
        return new Browser(platform)
                .send(
                        "POST",
                        "/api/v1/agents",
                        Map.of(
                                "code",
                                code,
                                "public_key",
                                agent.publicKey(),
                                "name",
                                "machine",
                                "resource",
                                Map.of("host.name", "machine", "os.type", "linux")));
    }

    private Browser.Answer exchange(String assertion) throws Exception {
        return new Browser(platform)
                .form(
                        "/api/v1/agents/token",
                        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=" + assertion);
    }

    private String token(String hostId, AgentSide agent) throws Exception {
        var answer = exchange(agent.assertion(hostId, Instant.now()));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        return answer.text("access_token");
    }

    private JsonNode introspect(String token) {
        return post("/internal/v1/introspect", Map.of("token", token));
    }

    private JsonNode redeem(String ticket) {
        return post("/internal/v1/tickets/redeem", Map.of("ticket", ticket));
    }

    private JsonNode post(String path, Map<String, String> body) {
        return platform.internal()
                .post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .retrieve()
                .onStatus(HttpStatusCode::is4xxClientError, (request, response) -> {})
                .requiredBody(JsonNode.class);
    }

    private String inRedis(String key) {
        try (var connection = redis.connect()) {
            String value = connection.sync().get(key);
            return value == null ? "" : value;
        }
    }

    private HostChange newest(String hostId) {
        return newest(hostId, 1);
    }

    /** What the topic says of the host, as soon as it is of this version at least. */
    private HostChange newest(String hostId, long version) {
        return await().atMost(SOON)
                .until(() -> readTopic().get(hostId), change -> change != null && change.version() >= version);
    }

    private Map<String, HostChange> readTopic() {
        var config = platform.bean(KafkaSettings.class).consumer("test", "test-" + UUID.randomUUID(), "test");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
        var newest = new HashMap<String, HostChange>();
        try (var consumer = new KafkaConsumer<String, byte[]>(config)) {
            var partitions = consumer.partitionsFor(Topics.HOSTS_CHANGES).stream()
                    .map(p -> new org.apache.kafka.common.TopicPartition(p.topic(), p.partition()))
                    .toList();
            consumer.assign(partitions);
            var ends = consumer.endOffsets(partitions);
            consumer.seekToBeginning(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    HostChange change = HostChangeJson.read(record.value());
                    assertThat(record.key()).isEqualTo(change.hostId());
                    newest.put(record.key(), change);
                });
            }
        }
        return newest;
    }

    private static void assertProblem(
            Browser.Answer answer, int status, @org.jspecify.annotations.Nullable String type) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.text("detail")).isNotEmpty();
        if (type != null) {
            assertThat(answer.text("type")).isEqualTo(type);
        }
    }
}
