package dev.statusmonitor.starter.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.contract.Scopes;
import dev.statusmonitor.contract.TokenClaims;
import dev.statusmonitor.starter.internal.InternalClients;
import dev.statusmonitor.starter.internal.InternalConnector;
import dev.statusmonitor.starter.internal.ServiceAssertion;
import dev.statusmonitor.starter.internal.ServiceKeys;
import dev.statusmonitor.starter.problem.ProblemException;
import dev.statusmonitor.starter.token.ApiTokens;
import dev.statusmonitor.starter.token.Caller;
import dev.statusmonitor.starter.token.CallerSecurity;
import dev.statusmonitor.starter.token.RouteRules;
import dev.statusmonitor.starter.token.SessionSecurity;
import dev.statusmonitor.starter.token.TokenDecoder;
import io.jsonwebtoken.Jwts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The starter in a service of the smallest kind: two connectors, real requests. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"statusmonitor.hosts.enabled=false"})
class StarterIT {
    private static final KeyPair KEY = ServiceKeys.generate();
    private static final String GOOD = "smp_good";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @Autowired
    private InternalConnector internal;

    @Autowired
    private InternalClients clients;

    @Test
    void isAliveInPublicAndSaysNoMore() throws Exception {
        assertThat(get(publicUri("/livez"), "").body()).isEqualTo("{\"status\":\"up\"}");
    }

    @Test
    void hidesInternalRoutesOnThePublicConnector() throws Exception {
        for (String path : new String[] {
            "/internal/v1/echo",
            "/actuator/health",
            "/actuator",
            "/%69nternal/v1/echo",
            "/actuator;x=1/health",
            "//internal/v1/echo",
            "/x/../internal/v1/echo"
        }) {
            assertThat(get(publicUri(path), assertion("caller")).statusCode())
                    .as(path)
                    .isIn(400, 404);
        }
    }

    @Test
    void hidesPublicRoutesOnTheInternalConnector() throws Exception {
        assertThat(get(internal.uri().resolve("/livez"), "").statusCode()).isEqualTo(404);
        assertThat(get(internal.uri().resolve("/api/v1/me"), token()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void asksForAnAssertionOnTheInternalConnector() throws Exception {
        URI echo = internal.uri().resolve("/internal/v1/echo");

        assertProblem(get(echo, ""), 401, "/problems/unauthenticated");
        assertProblem(get(echo, token()), 401, "/problems/unauthenticated");
        assertProblem(get(echo, assertion("stranger")), 401, "/problems/unauthenticated");
        assertThat(clients.client("caller", "echo-service")
                        .get()
                        .uri("/internal/v1/echo")
                        .retrieve()
                        .body(String.class))
                .isEqualTo("{\"echo\":\"hello\"}");
        assertThat(get(internal.uri().resolve("/actuator/health/liveness"), "").statusCode())
                .isEqualTo(200);
        assertProblem(get(internal.uri().resolve("/actuator/health"), ""), 401, "/problems/unauthenticated");
        assertThat(clients.client("caller", "echo-service")
                        .get()
                        .uri("/actuator/prometheus")
                        .retrieve()
                        .body(String.class))
                .contains("jvm_memory_used_bytes");
    }

    @Test
    void knowsTheCallerByHeaderAndByCookie() throws Exception {
        assertThat(get(publicUri("/api/v1/me"), token()).body()).contains("account-1");
        var byCookie = HttpRequest.newBuilder(publicUri("/api/v1/me"))
                .header("Cookie", SessionSecurity.ACCESS_COOKIE + "=" + token())
                .build();
        assertThat(send(byCookie).body()).contains("account-1");
        assertProblem(get(publicUri("/api/v1/me"), ""), 401, "/problems/unauthenticated");
        assertProblem(get(publicUri("/api/v1/me"), token() + "x"), 401, "/problems/unauthenticated");
    }

    @Test
    void saysEveryErrorAsAProblem() throws Exception {
        assertProblem(get(publicUri("/api/v1/nothing"), token()), 404, "/problems/not-found");
        assertProblem(get(publicUri("/api/v1/busy"), token()), 503, "/problems/unavailable");
        assertThat(get(publicUri("/api/v1/busy"), token()).headers().firstValue("Retry-After"))
                .contains("2");
        assertProblem(get(publicUri("/api/v1/broken"), token()), 500, "/problems/internal-error");
        assertThat(get(publicUri("/api/v1/broken"), token()).body()).doesNotContain("secret detail");
        assertProblem(post("/api/v1/name", "text/plain", "x"), 415, "/problems/unsupported-media-type");
        assertProblem(post("/api/v1/name", "application/json", "{\"name\":"), 400, "/problems/not-json");
        assertProblem(post("/api/v1/name", "application/json", "[1]"), 422, "/problems/invalid-input");
        assertProblem(post("/api/v1/me", "application/json", "{}"), 405, "/problems/method-not-allowed");
    }

    @Test
    void closesWhatNoServiceHasClaimed() throws Exception {
        assertProblem(get(publicUri("/unclaimed"), token()), 401, "/problems/unauthenticated");
    }

    @Test
    void opensToApiTokensWhatTheirScopeSaysAndNoMore() throws Exception {
        assertThat(get(publicUri("/api/v2/things"), token()).body()).isEqualTo("account-1 s1");
        assertThat(get(publicUri("/api/v2/things"), GOOD).body()).isEqualTo("account-2 t1");
        assertThat(send("PUT", "/api/v2/things", token()).statusCode()).isEqualTo(200);
        var lacking = send("PUT", "/api/v2/things", GOOD);
        assertProblem(lacking, 403, "/problems/forbidden");
        assertThat(lacking.body()).contains("hosts:write");
        assertThat(lacking.headers().firstValue("WWW-Authenticate"))
                .contains("Bearer error=\"insufficient_scope\", scope=\"hosts:write\"");
        assertThat(get(publicUri("/api/v2/mine"), token()).statusCode()).isEqualTo(200);
        assertProblem(get(publicUri("/api/v2/mine"), GOOD), 403, "/problems/forbidden");
        // No rule names this method: whoever has logged in hears so, an API token hears nothing.
        assertProblem(send("DELETE", "/api/v2/things", token()), 405, "/problems/method-not-allowed");
        assertProblem(send("DELETE", "/api/v2/things", GOOD), 403, "/problems/forbidden");
        assertProblem(send("DELETE", "/api/v2/things", ""), 401, "/problems/unauthenticated");
    }

    @Test
    void refusesApiTokensThatAreNotGoodOrCannotBeChecked() throws Exception {
        assertProblem(get(publicUri("/api/v2/things"), ""), 401, "/problems/unauthenticated");
        assertProblem(get(publicUri("/api/v2/things"), "smp_unknown"), 401, "/problems/unauthenticated");
        var unchecked = get(publicUri("/api/v2/things"), "smp_unavailable");
        assertProblem(unchecked, 503, "/problems/unavailable");
        assertThat(unchecked.headers().firstValue("Retry-After")).contains("1");
        var byCookie = HttpRequest.newBuilder(publicUri("/api/v2/things"))
                .header("Cookie", SessionSecurity.ACCESS_COOKIE + "=" + GOOD)
                .build();
        assertProblem(send(byCookie), 401, "/problems/unauthenticated");
        // What takes sessions alone by itself knows no API tokens.
        assertProblem(get(publicUri("/api/v1/me"), GOOD), 401, "/problems/unauthenticated");
    }

    @Test
    void saysWhoMayCallWhat() throws Exception {
        JsonNode document =
                new JsonMapper().readTree(get(publicUri("/openapi.json"), "").body());
        JsonNode paths = document.path("paths");

        assertThat(paths.at("/~1api~1v2~1things/get/security").toString())
                .isEqualTo("[{\"session\":[]},{\"token\":[\"hosts:read\"]}]");
        assertThat(paths.at("/~1api~1v2~1mine/get/security").toString()).isEqualTo("[{\"session\":[]}]");
        assertThat(paths.at("/~1api~1v2~1open/get/security").toString()).isEqualTo("[]");
        assertThat(paths.at("/~1internal~1v1~1echo/get/security").toString()).isEqualTo("[{\"service\":[]}]");
        assertThat(paths.at("/~1api~1v1~1me/get").has("security")).isFalse();
        assertThat(paths.at("/~1api~1v2~1things/get").has("parameters")).isFalse();
        assertThat(document.at("/components/securitySchemes").propertyNames())
                .containsExactlyInAnyOrder("session", "token", "host", "service");
    }

    private HttpResponse<String> send(String method, String path, String bearer) throws Exception {
        var request = HttpRequest.newBuilder(publicUri(path)).method(method, HttpRequest.BodyPublishers.noBody());
        if (!bearer.isEmpty()) {
            request.header("Authorization", "Bearer " + bearer);
        }
        return send(request.build());
    }

    private HttpResponse<String> post(String path, String type, String body) throws Exception {
        return send(HttpRequest.newBuilder(publicUri(path))
                .header("Authorization", "Bearer " + token())
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static HttpResponse<String> get(URI uri, String bearer) throws Exception {
        var request = HttpRequest.newBuilder(uri);
        if (!bearer.isEmpty()) {
            request.header("Authorization", "Bearer " + bearer);
        }
        return send(request.build());
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static void assertProblem(HttpResponse<String> response, int status, String type) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(value -> assertThat(value).startsWith("application/problem+json"));
        JsonNode problem = new JsonMapper().readTree(response.body());
        assertThat(problem.get("type").asString()).isEqualTo(type);
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("detail").asString()).endsWith(".");
    }

    private URI publicUri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** Signed by a key that nobody trusts. */
    private static String assertion(String service) {
        return ServiceAssertion.sign(service, ServiceKeys.generate().getPrivate(), Instant.now());
    }

    private static String token() {
        Instant now = Instant.now();
        return Jwts.builder()
                .header()
                .type(TokenClaims.TYPE_ACCESS)
                .keyId("k1")
                .and()
                .issuer(TokenClaims.ISSUER)
                .subject("account-1")
                .audience()
                .add(TokenClaims.AUDIENCE_API)
                .and()
                .issuedAt(Date.from(now))
                .expiration(Date.from(now.plus(Duration.ofMinutes(10))))
                .claim(TokenClaims.SESSION, "s1")
                .signWith(KEY.getPrivate(), Jwts.SIG.EdDSA)
                .compact();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Routes.class)
    static class SmallService {
        @Bean
        @Order(10)
        SecurityFilterChain smallSecurity(HttpSecurity http, Clock clock) {
            return SessionSecurity.withTokens(http, decoder(clock))
                    .securityMatcher("/api/v1/**")
                    .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .build();
        }

        @Bean
        RouteRules smallRoutes() {
            return RouteRules.start()
                    .scope(Scopes.HOSTS_READ, HttpMethod.GET, "/api/v2/things")
                    .scope(Scopes.HOSTS_WRITE, HttpMethod.PUT, "/api/v2/things")
                    .session(HttpMethod.GET, "/api/v2/mine")
                    .anybody(HttpMethod.GET, "/api/v2/open");
        }

        @Bean
        @Order(11)
        SecurityFilterChain smallCallerSecurity(
                HttpSecurity http, @Qualifier("smallRoutes") RouteRules rules, Clock clock) {
            return new CallerSecurity(decoder(clock), SmallService::apiToken)
                    .chain(http, rules)
                    .build();
        }

        private static JwtDecoder decoder(Clock clock) {
            return TokenDecoder.forAccess(
                    id -> id.equals("k1") ? Optional.of(KEY.getPublic()) : Optional.empty(), clock);
        }

        private static Optional<Caller> apiToken(String token) {
            return switch (token) {
                case GOOD -> Optional.of(Caller.withToken("account-2", "t1", Set.of(Scopes.HOSTS_READ)));
                case "smp_unavailable" -> throw new ApiTokens.UnavailableException("away", null);
                default -> Optional.empty();
            };
        }
    }

    @RestController
    static class Routes {
        @GetMapping("/internal/v1/echo")
        Map<String, String> echo() {
            return Map.of("echo", "hello");
        }

        @GetMapping("/api/v1/me")
        Map<String, String> me(@AuthenticationPrincipal Jwt jwt) {
            return Map.of("account", jwt.getSubject());
        }

        @GetMapping("/api/v1/busy")
        void busy() {
            throw ProblemException.unavailable("Too much to do.", Duration.ofMillis(1500));
        }

        @GetMapping("/api/v1/broken")
        void broken() {
            throw new IllegalStateException("secret detail");
        }

        @RequestMapping(
                path = "/api/v2/things",
                method = {RequestMethod.GET, RequestMethod.PUT})
        String things(@AuthenticationPrincipal Caller caller) {
            return caller.accountId() + " " + caller.grantId();
        }

        @GetMapping("/api/v2/mine")
        String mine(@AuthenticationPrincipal Caller caller) {
            return caller.session();
        }

        @GetMapping("/api/v2/open")
        void open() {}

        @PostMapping("/api/v1/name")
        void name(@RequestBody Map<String, String> body) {}
    }
}
