package dev.statusmonitor.history;

import static dev.statusmonitor.history.store.TestSamples.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.statusmonitor.contract.HostChange;
import dev.statusmonitor.contract.TokenClaims;
import dev.statusmonitor.history.store.Grid;
import dev.statusmonitor.history.store.HostSample;
import dev.statusmonitor.history.store.Injections;
import dev.statusmonitor.history.store.TestSamples;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.TierRange;
import dev.statusmonitor.history.store.TieredStore;
import dev.statusmonitor.starter.hosts.HostDirectory;
import dev.statusmonitor.starter.internal.InternalClients;
import dev.statusmonitor.starter.internal.ServiceKeys;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwks;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClientException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole service on any store: records into Kafka, answers out of HTTP. One service for all tests, a host for each.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HistoryContract {
    private static final KeyPair KEY = ServiceKeys.generate();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String UPTIME = "system.uptime";
    private static final String USER = "system.cpu.utilization{cpu.mode=user}";
    private static final String IDLE = "system.cpu.utilization{cpu.mode=idle}";

    @TempDir
    private static Path temporary;

    final TestTopics topics = new TestTopics();
    String host = "";
    String account = "";
    ConfigurableApplicationContext service;

    /** What the product calls the store. */
    abstract String store();

    /** What is configured for it. */
    abstract Map<String, Object> storeProperties(Path folder);

    @BeforeAll
    void start() throws Exception {
        service = open();
    }

    @BeforeEach
    void enrol() {
        host = "host-" + UUID.randomUUID();
        account = "account-" + UUID.randomUUID();
        topics.host(host, account, HostChange.State.ACTIVE, 1);
        var hosts = service.getBean(HostDirectory.class);
        await().until(() -> hosts.mayRead(account, host));
    }

    @AfterAll
    void stop() {
        service.close();
        topics.close();
    }

    final ConfigurableApplicationContext open(String... more) throws InterruptedException {
        var properties = new HashMap<String, Object>();
        properties.put("server.port", "0");
        properties.put("server.address", "127.0.0.1");
        properties.put("statusmonitor.history.data-folder", temporary.resolve("history"));
        properties.put("statusmonitor.history.consume.topic", topics.samples());
        properties.put("statusmonitor.history.consume.group", topics.samples());
        properties.put("statusmonitor.history.store", store());
        properties.putAll(storeProperties(temporary));
        properties.put(
                "statusmonitor.kafka.bootstrap-servers", topics.settings().bootstrapServers());
        topics.properties()
                .forEach((key, value) -> properties.put("statusmonitor.kafka.properties[" + key + "]", value));
        for (int i = 0; i < more.length; i += 2) {
            properties.put(more[i], more[i + 1]);
        }
        var opened = new SpringApplicationBuilder(Service.class)
                .properties(properties)
                .run();
        assertThat(opened.getBean(HostDirectory.class).awaitCurrent(Duration.ofSeconds(30)))
                .isTrue();
        return opened;
    }

    @Test
    void answersWithWhatCameThroughKafka() throws Exception {
        long now = System.currentTimeMillis();
        var sent = samples(now - 60_000, 60);
        topics.send(sent);
        awaitStored(60);

        JsonNode answer = ok("/api/v1/hosts/" + host + "/metrics?metric=" + UPTIME
                + "&metric=system.cpu.utilization%7Bcpu.mode=user%7D&start=" + (now - 60_000) + "&stop=" + now);

        assertThat(answer.get("host").asString()).isEqualTo(host);
        assertThat(answer.get("tier").asString()).isEqualTo("raw");
        assertThat(answer.get("step").asInt()).isEqualTo(1);
        assertThat(answer.get("times").size()).isBetween(60, 61);
        assertThat(answer.get("times").get(0).asLong())
                .isEqualTo(answer.get("start").asLong());
        assertThat(answer.get("series").size()).isEqualTo(2);
        JsonNode user = answer.get("series").get(0);
        assertThat(user.get("name").asString()).isEqualTo(USER);
        assertThat(user.get("attributes").get("cpu.mode").asString()).isEqualTo("user");
        assertThat(user.get("unit").asString()).isEqualTo("1");
        assertThat(user.has("min")).isFalse();
        var means = new ArrayList<Double>();
        answer.get("series").get(1).get("mean").forEach(value -> {
            if (!value.isNull()) {
                means.add(value.asDouble());
            }
        });
        assertThat(means)
                .containsExactlyElementsOf(
                        sent.stream().map(each -> each.sample().value(UPTIME)).toList());

        JsonNode bare = ok("/api/v1/hosts/" + host + "/metrics?metric=system.cpu.utilization&start=-2m&points=10");
        assertThat(bare.get("step").asInt()).isEqualTo(12);
        assertThat(bare.get("series")).hasSize(2);
        assertThat(bare.get("series").get(0).get("name").asString()).isEqualTo(IDLE);
        assertThat(bare.get("series").get(0).get("min").size())
                .isEqualTo(bare.get("times").size());

        JsonNode latest = ok("/api/v1/hosts/" + host + "/latest");
        assertThat(latest.get("timestamp").asLong())
                .isEqualTo(sent.getLast().sample().timestamp());
        assertThat(latest.get("metrics").get(UPTIME).asDouble())
                .isEqualTo(sent.getLast().sample().value(UPTIME));

        JsonNode count = internal("/internal/v1/samples/count?host=" + host + "&start=0&stop=" + (now + 1));
        assertThat(count.get("count").asLong()).isEqualTo(60);
        assertThat(count.get("first").asLong())
                .isEqualTo(sent.getFirst().sample().timestamp());
        assertThat(count.get("last").asLong()).isEqualTo(sent.getLast().sample().timestamp());
    }

    @Test
    void hasNoDuplicatesAfterACrash() throws Exception {
        long now = System.currentTimeMillis();
        topics.send(samples(now - 60_000, 50));
        awaitStored(50);
        Path marker = temporary.resolve("history/running");
        String running = Files.readString(marker);
        service.close();
        // As kill -9 leaves it.
        Files.writeString(marker, running);
        topics.send(samples(now - 10_000, 10));

        service = open();
        awaitStored(60);

        assertThat(counter("consumed")).isGreaterThanOrEqualTo(60);
        assertThat(count(now)).isEqualTo(60);
        JsonNode answer = ok("/api/v1/hosts/" + host + "/metrics?metric=" + UPTIME + "&start=-10m&points=1");
        // A minute ago may be another bucket.
        double max = 0;
        for (JsonNode each : answer.get("series").get(0).get("max")) {
            max = Math.max(max, each.asDouble());
        }
        assertThat(max).isEqualTo(49);
    }

    @Test
    void showsAHostToItsOwnerAlone() throws Exception {
        topics.send(samples(System.currentTimeMillis() - 5_000, 5));
        awaitStored(5);
        topics.host("host-of-nobody", null, HostChange.State.ACTIVE, 1);

        for (String path : List.of("/metrics?metric=system.uptime&start=-5m", "/latest")) {
            assertProblem(get("/api/v1/hosts/" + host + path, token("somebody-else")), 404, "/problems/not-found");
            assertProblem(get("/api/v1/hosts/unknown" + path, token(account)), 404, "/problems/not-found");
            assertProblem(get("/api/v1/hosts/host-of-nobody" + path, token(account)), 404, "/problems/not-found");
            assertProblem(get("/api/v1/hosts/" + host + path, ""), 401, "/problems/unauthenticated");
            assertProblem(get("/api/v1/hosts/" + host + path, "nonsense"), 401, "/problems/unauthenticated");
        }
        assertThat(get("/internal/v1/samples/count?host=" + host + "&start=0&stop=1", token(account))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void forgetsADeletedHost() throws Exception {
        topics.send(samples(System.currentTimeMillis() - 5_000, 5));
        awaitStored(5);

        topics.host(host, account, HostChange.State.DELETED, 2);

        await().untilAsserted(() -> assertThat(
                        get("/api/v1/hosts/" + host + "/latest", token(account)).statusCode())
                .isEqualTo(404));
        long late = System.currentTimeMillis();
        topics.send(samples(late, 3));
        await().untilAsserted(() -> assertThat(service.getBean(MeterRegistry.class)
                        .counter("statusmonitor.history.samples.deleted")
                        .count())
                .isEqualTo(3));
        assertThat(count(late, late + 10_000)).isZero();
    }

    @Test
    void answersNothingWhileOwnershipCannotBeChecked() throws Exception {
        assertThat(get("/api/v1/hosts/" + host + "/latest", token(account)).statusCode())
                .isEqualTo(200);

        var hosts = service.getBean(HostDirectory.class);
        hosts.stop();
        var answer = get("/api/v1/hosts/" + host + "/latest", token(account));
        hosts.start();

        assertProblem(answer, 503, "/problems/unavailable");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void saysWhatIsWrongWithAQuestion() throws Exception {
        for (String query : List.of(
                "",
                "?metric=system.uptime",
                "?start=-5m",
                "?metric=system.uptime&start=-5x",
                "?metric=system.uptime&start=-5m&stop=-10m",
                "?metric=system.uptime&start=-400d",
                "?metric=system.uptime&start=-5m&points=1000000000",
                "?metric=no.such&start=-5m",
                "?metric=%22);%20drop&start=-5m")) {
            assertProblem(
                    get("/api/v1/hosts/" + host + "/metrics" + query, token(account)), 400, "/problems/bad-request");
        }
    }

    @Test
    void isNotTalkedIntoAnything() throws Exception {
        String canary = "host-" + UUID.randomUUID();
        topics.host(canary, "somebody-else", HostChange.State.ACTIVE, 1);
        var hosts = service.getBean(HostDirectory.class);
        await().until(() -> hosts.mayRead("somebody-else", canary));
        long now = System.currentTimeMillis();
        topics.send(List.of(sample(canary, now - 5_000, Map.of(UPTIME, 4242.5))));
        topics.send(List.of(sample(host, now - 5_000, Map.of(UPTIME, 1.0))));
        awaitStored(1);
        await().untilAsserted(() -> assertThat(ok("/api/v1/hosts/" + canary + "/latest", "somebody-else")
                        .toString())
                .contains("4242.5"));
        String own = "/api/v1/hosts/" + host + "/metrics?metric=" + UPTIME;

        for (String known : Injections.KNOWN) {
            String text = URLEncoder.encode(known.replace("canary", canary), StandardCharsets.UTF_8);
            String inPath = text.replace("+", "%20");
            // No such host; what Tomcat or Spring Security take for an attack on paths does not get that far.
            for (String path : List.of("/metrics?metric=system.uptime&start=-5m", "/latest")) {
                var answer = get("/api/v1/hosts/" + inPath + path, token(account));
                assertThat(answer.statusCode()).as(known).isIn(400, 404);
                assertThat(answer.body()).doesNotContain("4242.5");
            }
            assertProblem(
                    get("/api/v1/history?metric=system.uptime&start=-5m&host=" + text, token(account)),
                    404,
                    "/problems/not-found");
            assertProblem(get(own + "&start=" + text, token(account)), 400, "/problems/bad-request");
            assertProblem(get(own + "&start=-5m&stop=" + text, token(account)), 400, "/problems/bad-request");
            assertProblem(get(own + "&start=-5m&points=" + text, token(account)), 400, "/problems/bad-request");
            assertProblem(get(own + "&start=-5m&metric=" + text, token(account)), 400, "/problems/bad-request");
            var series = get(
                    own + "&start=-5m&metric=system.filesystem.limit%7Bsystem.filesystem.mountpoint=" + text + "%7D",
                    token(account));
            if (series.statusCode() == 200) {
                JsonNode answer = new JsonMapper().readTree(series.body());
                assertThat(answer.get("series")).as(known).hasSize(1);
                assertThat(answer.get("series").get(0).get("name").asString()).isEqualTo(UPTIME);
                assertThat(series.body()).doesNotContain("4242.5");
            } else {
                assertProblem(series, 400, "/problems/bad-request");
            }
        }
    }

    @Test
    void takesSeriesWithCommasAndSignsInTheirNames() throws Exception {
        long now = System.currentTimeMillis();
        String eth0 = "system.network.io.rate{network.interface.name=eth0,network.io.direction=receive}";
        String odd = "system.filesystem.limit{system.filesystem.mountpoint=/a\\,b\\={ü}}".replace("{ü}", "\\{ü\\}");
        topics.send(List.of(sample(host, now - 1_000, Map.of(eth0, 5.0, odd, 6.0))));
        awaitStored(1);

        JsonNode answer = ok("/api/v1/hosts/" + host + "/metrics?start=-1m&metric="
                + URLEncoder.encode(eth0, StandardCharsets.UTF_8) + "&metric="
                + URLEncoder.encode(odd, StandardCharsets.UTF_8));

        assertThat(answer.get("series")).hasSize(2);
        assertThat(answer.get("series")
                        .get(0)
                        .get("attributes")
                        .get("system.filesystem.mountpoint")
                        .asString())
                .isEqualTo("/a,b={ü}");
    }

    @Test
    void rollsUpAndStitchesTheNewestPart() throws Exception {
        long now = System.currentTimeMillis();
        long start = now / 60_000 * 60_000 - 4 * 60_000;
        int count = (int) ((now - start) / 1000);
        topics.send(samples(start, count));
        awaitStored(count);
        var store = service.getBean(TieredStore.class);
        await().untilAsserted(() -> {
            var into = TestSamples.buckets(new Grid(start, 60_000, 1), UPTIME);
            store.reader().read(host, new TierRange(Tier.MINUTE, start, start + 60_000), into, TestSamples.soon());
            assertThat(into.series()).isNotEmpty();
            assertThat(into.series().getFirst().count(0)).isEqualTo(60);
        });

        JsonNode answer = ok("/api/v1/hosts/" + host + "/metrics?metric=" + UPTIME + "&start=-20h&stop=" + now);

        assertThat(answer.get("tier").asString()).isEqualTo("1m");
        JsonNode series = answer.get("series").get(0);
        double newest = 0;
        double smallest = Double.MAX_VALUE;
        for (int i = 0; i < answer.get("times").size(); i++) {
            if (!series.get("mean").get(i).isNull()) {
                newest = series.get("max").get(i).asDouble();
                smallest = Math.min(smallest, series.get("min").get(i).asDouble());
            }
        }
        assertThat(newest).isEqualTo(count - 1);
        assertThat(smallest).isZero();
        JsonNode year = ok("/api/v1/hosts/" + host + "/metrics?metric=" + UPTIME + "&start=-12mo&points=1");
        assertThat(year.get("tier").asString()).isEqualTo("1h");
        assertThat(year.get("series").get(0).get("max").get(0).asDouble()).isEqualTo(count - 1);
        assertThat(year.get("series").get(0).get("mean").get(0).asDouble()).isEqualTo((count - 1) / 2.0);
    }

    @Test
    void comparesHostsAndWritesTables() throws Exception {
        String other = "host-" + UUID.randomUUID();
        topics.host(other, account, HostChange.State.ACTIVE, 1);
        var hosts = service.getBean(HostDirectory.class);
        await().until(() -> hosts.mayRead(account, other));
        long now = System.currentTimeMillis();
        topics.send(samples(now - 10_000, 5));
        awaitStored(5);

        String query = "/api/v1/history?host=" + host + "&host=" + other + "&metric=" + UPTIME + "&start=-1m";
        JsonNode answer = ok(query);
        assertThat(answer.get("hosts")).hasSize(2);
        assertThat(answer.get("hosts").get(0).get("host").asString()).isEqualTo(host);
        assertThat(answer.get("hosts").get(0).get("series")).hasSize(1);
        assertThat(answer.get("hosts").get(1).get("series")).isEmpty();
        assertThat(answer.get("hosts").get(0).get("series").get(0).get("mean").size())
                .isEqualTo(answer.get("times").size());

        var table = get(query, token(account), "text/csv");
        assertThat(table.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/csv"));
        assertThat(table.body().lines().findFirst()).hasValue("time,\"" + host + " " + UPTIME + "\"");
        var single =
                get("/api/v1/hosts/" + host + "/metrics?metric=" + UPTIME + "&start=-1m", token(account), "text/csv");
        assertThat(single.body()).startsWith("time,\"" + UPTIME + "\"\r\n");

        assertProblem(get(query + "&host=somebody-elses", token(account)), 404, "/problems/not-found");
        assertProblem(get(query, token("somebody-else")), 404, "/problems/not-found");
        assertProblem(
                get("/api/v1/history?metric=system.uptime&start=-1m", token(account)), 400, "/problems/bad-request");
        assertProblem(get(query + "&host=x".repeat(19), token(account)), 404, "/problems/not-found");
        var many = new StringBuilder("/api/v1/history?metric=system.uptime&start=-1m");
        for (int i = 0; i < 21; i++) {
            many.append("&host=h").append(i);
        }
        assertProblem(get(many.toString(), token(account)), 400, "/problems/bad-request");
    }

    @Test
    void saysHowMuchRoomTheHistoryTakes() throws Exception {
        topics.send(samples(System.currentTimeMillis() - 5_000, 5));
        awaitStored(5);
        // A server may look at its disk every some seconds.
        await().untilAsserted(() -> assertThat(ok("/api/v1/history/storage")
                        .get("tiers")
                        .get(0)
                        .get("bytes")
                        .asLong())
                .isPositive());
        JsonNode answer = ok("/api/v1/history/storage");

        assertThat(answer.get("store").asString()).isEqualTo(store());
        assertThat(answer.has("free_bytes")).isTrue();
        assertThat(answer.get("tiers"))
                .extracting(tier -> tier.get("tier").asString())
                .containsExactly("raw", "1m", "1h");
        for (JsonNode tier : answer.get("tiers")) {
            assertThat(tier.get("bytes").asLong()).isNotNegative();
            assertThat(tier.has("bytes_per_day")).isTrue();
        }
        assertProblem(get("/api/v1/history/storage", ""), 401, "/problems/unauthenticated");
    }

    @Test
    void describesItsInterface() throws Exception {
        JsonNode paths = ok("/openapi.json").get("paths");

        JsonNode metrics = paths.get("/api/v1/hosts/{id}/metrics").get("get");
        var names = new ArrayList<String>();
        metrics.get("parameters").forEach(each -> names.add(each.get("name").asString()));
        assertThat(names).containsExactlyInAnyOrder("id", "metric", "start", "stop", "points");
        assertThat(metrics.toString()).contains("MetricsAnswer");
        assertThat(paths.has("/api/v1/hosts/{id}/latest")).isTrue();
        assertThat(paths.has("/internal/v1/samples/count")).isTrue();
    }

    final void awaitStored(int count) {
        // A machine that has much to do may not answer in time: then it is asked again.
        await().ignoreExceptionsInstanceOf(RestClientException.class)
                .untilAsserted(
                        () -> assertThat(count(System.currentTimeMillis())).isEqualTo(count));
    }

    private long count(long now) {
        return count(0, now + 10_000);
    }

    private long count(long start, long stop) {
        return internal("/internal/v1/samples/count?host=" + host + "&start=" + start + "&stop=" + stop)
                .get("count")
                .asLong();
    }

    private double counter(String name) {
        return service.getBean(MeterRegistry.class)
                .counter("statusmonitor.history.samples." + name)
                .count();
    }

    final List<HostSample> samples(long start, int count) {
        var samples = new ArrayList<HostSample>();
        for (int i = 0; i < count; i++) {
            samples.add(sample(host, start + 1000L * i, Map.of(UPTIME, (double) i, USER, 0.25, IDLE, 0.75)));
        }
        return samples;
    }

    private JsonNode internal(String path) {
        return new JsonMapper()
                .readTree(service.getBean(InternalClients.class)
                        .client("tests", "history-service")
                        .get()
                        .uri(path)
                        .retrieve()
                        .body(String.class));
    }

    final JsonNode ok(String path) throws Exception {
        return ok(path, account);
    }

    private JsonNode ok(String path, String reader) throws Exception {
        var answer = get(path, token(reader));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith(MediaType.APPLICATION_JSON_VALUE));
        return new JsonMapper().readTree(answer.body());
    }

    final HttpResponse<String> get(String path, String bearer) throws IOException, InterruptedException {
        return get(path, bearer, "*/*");
    }

    private HttpResponse<String> get(String path, String bearer, String accept)
            throws IOException, InterruptedException {
        String port = service.getEnvironment().getProperty("local.server.port");
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Accept", accept);
        if (!bearer.isEmpty()) {
            request.header("Authorization", "Bearer " + bearer);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    static void assertProblem(HttpResponse<String> response, int status, String type) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        JsonNode problem = new JsonMapper().readTree(response.body());
        assertThat(problem.get("type").asString()).isEqualTo(type);
        assertThat(problem.get("detail").asString()).endsWith(".");
    }

    static String token(String accountId) {
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

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({HistoryConfiguration.class, Keys.class})
    static class Service {}

    /** What auth-service says of its keys. */
    @RestController
    static class Keys {
        @GetMapping(path = "/internal/v1/jwks", produces = MediaType.APPLICATION_JSON_VALUE)
        Map<String, Object> keys() {
            PublicKey key = KEY.getPublic();
            return Map.of("keys", List.of(Jwks.builder().key(key).id("k1").build()));
        }
    }
}
