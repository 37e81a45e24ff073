package dev.statusmonitor.ingestion.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.contract.SampleJson;
import dev.statusmonitor.contract.SampleRecord;
import dev.statusmonitor.contract.SeriesList;
import dev.statusmonitor.contract.SeriesLists;
import dev.statusmonitor.contract.Topics;
import dev.statusmonitor.ingestion.IngestionUnderTest;
import dev.statusmonitor.ingestion.TokenIssuer;
import dev.statusmonitor.testservers.TestKafka;
import dev.statusmonitor.testservers.TestRedis;
import dev.statusmonitor.testservers.Unique;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each row of the route's table, on real servers. */
class MetricsIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static TokenIssuer issuer;
    private static IngestionUnderTest ingestion;

    private @Nullable HttpResponse<String> last;
    private final String host = Unique.name("host");

    @BeforeAll
    static void start() {
        issuer = new TokenIssuer(TestRedis.get().uri());
        ingestion = IngestionUnderTest.start(TestRedis.get().uri(), issuer.uri());
    }

    @AfterAll
    static void stop() {
        ingestion.close();
        issuer.close();
    }

    @AfterEach
    void everyAnswerTellsThePlatformsTime() {
        if (last != null) {
            long time = last.headers().firstValueAsLong("StatusMonitor-Time").orElseThrow();
            assertThat(time).isBetween(System.currentTimeMillis() - 60_000, System.currentTimeMillis());
        }
    }

    @Test
    void takesOneSample() {
        long now = System.currentTimeMillis();
        JsonNode answer =
                post(202, sample(now, "\"system.uptime\":86400.5,\"system.cpu.utilization{cpu.mode=user}\":0.25"));
        assertThat(answer.get("accepted").asInt()).isEqualTo(1);
        assertThat(answer.get("time").asLong()).isBetween(now, System.currentTimeMillis());
        assertThat(answer.propertyNames()).containsExactly("accepted", "time");
        assertThat(published(1)).singleElement().satisfies(record -> {
            assertThat(record.sample())
                    .isEqualTo(new Sample(
                            1,
                            now,
                            SeriesList.of(List.of("system.uptime", "system.cpu.utilization{cpu.mode=user}")),
                            new double[] {86_400.5, 0.25}));
            assertThat(record.received()).isBetween(now, System.currentTimeMillis());
        });
    }

    @Test
    void takesWhatIsGoodOfABatchAndNamesTheRest() {
        long now = System.currentTimeMillis();
        JsonNode answer = post(
                202,
                "[" + sample(now, "\"system.uptime\":1,\"x.y\":2")
                        + "," + sample(now + 60_000, "\"system.uptime\":2")
                        + "," + sample(now - 1_000, "\"system.uptime\":NaN")
                        + "," + sample(now - 2_000, "\"system.uptime\":3") + "]");
        assertThat(answer.get("accepted").asInt()).isEqualTo(2);
        assertThat(answer.get("refused")).hasSize(2);
        assertThat(answer.get("refused").get(0).get("index").asInt()).isEqualTo(1);
        assertThat(answer.get("refused").get(0).get("reason").asString()).contains("ahead of the platform's clock");
        assertThat(answer.get("refused").get(1).get("index").asInt()).isEqualTo(2);
        assertThat(answer.get("refused").get(1).get("reason").asString()).contains("NaN");
        assertThat(answer.get("ignored").get(0))
                .isEqualTo(JSON.readTree(
                        "{\"index\":0,\"series\":\"x.y\",\"reason\":\"this version does not know the metric\"}"));
        assertThat(answer.has("refused_count")).isFalse();
        assertThat(published(2))
                .extracting(record -> record.sample().timestamp())
                .containsExactly(now, now - 2_000);
    }

    @Test
    void countsWhatIsTooMuchToName() {
        long now = System.currentTimeMillis();
        JsonNode answer = post(202, "[" + "7,".repeat(25) + sample(now, "\"system.uptime\":1") + "]");
        assertThat(answer.get("refused")).hasSize(20);
        assertThat(answer.get("refused_count").asInt()).isEqualTo(25);
    }

    @Test
    void takesGzip() throws Exception {
        long now = System.currentTimeMillis();
        var samples = new ArrayList<Sample>();
        for (int i = 0; i < 300; i++) {
            samples.add(new Sample(1, now - i * 1_000L, SeriesList.of(List.of("system.uptime")), new double[] {i}));
        }
        JsonNode answer = answer(
                202,
                ingestion.send(ingestion
                        .request(issuer.issue(host))
                        .header("Content-Encoding", "gzip")
                        .POST(BodyPublishers.ofByteArray(gzip(SampleJson.write(samples))))));
        assertThat(answer.get("accepted").asInt()).isEqualTo(300);
        assertThat(published(300)).extracting(SampleRecord::sample).isEqualTo(samples);
    }

    @Test
    void countsSamplesSoThatLossCanBeShown() {
        double received = ingestion.count("samples.received");
        double published = ingestion.count("samples.published");
        double refused = ingestion.count("samples.refused");
        double ignored = ingestion.count("values.ignored");
        long now = System.currentTimeMillis();
        post(
                202,
                "[1," + sample(now, "\"system.uptime\":1,\"x\":1") + "," + sample(now - 1, "\"system.uptime\":1")
                        + "]");
        assertThat(ingestion.count("samples.received") - received).isEqualTo(3);
        assertThat(ingestion.count("samples.published") - published).isEqualTo(2);
        assertThat(ingestion.count("samples.refused") - refused).isEqualTo(1);
        assertThat(ingestion.count("values.ignored") - ignored).isEqualTo(1);
    }

    @Test
    void refusesWhatIsNoJson() {
        assertProblem(post(400, "{\"timestamp\":"), "/problems/not-json", "line 1, column");
        assertProblem(post(400, "7"), "/problems/not-json", "one sample as a JSON object");
        assertProblem(post(400, ""), "/problems/not-json", "empty");
        assertProblem(
                answer(
                        400,
                        ingestion.send(ingestion
                                .request(issuer.issue(host))
                                .header("Content-Encoding", "gzip")
                                .POST(BodyPublishers.ofString("not gzip")))),
                "/problems/not-json",
                "gzip");
        assertProblem(
                answer(
                        400,
                        ingestion.send(ingestion
                                .request(issuer.issue(host))
                                .header("Content-Encoding", "gzip")
                                .POST(BodyPublishers.ofByteArray(
                                        java.util.Arrays.copyOf(gzip("{}".getBytes(StandardCharsets.UTF_8)), 15))))),
                "/problems/not-json",
                "gzip");
    }

    @Test
    void asksForAToken() {
        HttpResponse<String> bare = ingestion.send(
                java.net.http.HttpRequest.newBuilder(ingestion.route()).POST(BodyPublishers.ofString("{}")));
        assertProblem(answer(401, bare), "/problems/unauthenticated", "Bearer");
        assertThat(bare.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        for (String bad : List.of("nonsense", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJoMSJ9.", "x".repeat(5_000))) {
            assertProblem(answer(401, ingestion.post(bad, "{}")), "/problems/unauthenticated", "");
        }
    }

    @Test
    void refusesTokensThatAreSignedByAnotherOrExpired() {
        try (var other = new TokenIssuer(TestRedis.get().uri())) {
            assertProblem(
                    answer(401, ingestion.post(other.issueUncached(host, Duration.ofHours(1)), "{}")),
                    "/problems/unauthenticated",
                    "not valid");
        }
        assertProblem(
                answer(401, ingestion.post(issuer.issueUncached(host, Duration.ofSeconds(-1)), "{}")),
                "/problems/unauthenticated",
                "expired");
        assertThat(last().headers().firstValue("WWW-Authenticate")).contains("Bearer error=\"invalid_token\"");
    }

    @Test
    void refusesARevokedHost() {
        String token = issuer.issue(host);
        String body = sample(System.currentTimeMillis(), "\"system.uptime\":1");
        answer(202, ingestion.post(token, body));
        answer(202, ingestion.post(token, body));
        issuer.revoke(host);
        await().until(() -> ingestion.post(token, body).statusCode() == 403);
        assertProblem(answer(403, ingestion.post(token, body)), "/problems/forbidden", "revoked");
    }

    @Test
    void asksNobodyAboutATokenThatItKnows() {
        String token = issuer.issue(host);
        String body = sample(System.currentTimeMillis(), "\"system.uptime\":1");
        answer(202, ingestion.post(token, body));
        int before = issuer.introspections();
        double near = ingestion.count("auth.checks", "by", "near");
        for (int i = 0; i < 10; i++) {
            answer(202, ingestion.post(token, body));
        }
        assertThat(issuer.introspections()).isEqualTo(before);
        assertThat(ingestion.count("auth.checks", "by", "near") - near).isEqualTo(10);
    }

    @Test
    void asksAuthServiceOnceAboutATokenThatRedisDoesNotKnow() {
        String token = issuer.issueUncached(host, Duration.ofHours(1));
        String body = sample(System.currentTimeMillis(), "\"system.uptime\":1");
        int before = issuer.introspections();
        for (int i = 0; i < 5; i++) {
            answer(202, ingestion.post(token, body));
        }
        assertThat(issuer.introspections() - before).isEqualTo(1);
    }

    @Test
    void takesNoBodyOverAMebibyte() throws Exception {
        String spaces = " ".repeat(1 << 20);
        String good = sample(System.currentTimeMillis(), "\"system.uptime\":1");
        assertProblem(post(413, good + spaces), "/problems/too-large", "1 MiB");
        assertProblem(post(413, good + spaces.repeat(3)), "/problems/too-large", "1 MiB");
        byte[] bytes = (good + spaces).getBytes(StandardCharsets.UTF_8);
        // Without a length.
        assertProblem(
                answer(
                        413,
                        ingestion.send(ingestion
                                .request(issuer.issue(host))
                                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes))))),
                "/problems/too-large",
                "1 MiB");
        assertProblem(
                answer(
                        413,
                        ingestion.send(ingestion
                                .request(issuer.issue(host))
                                .header("Content-Encoding", "gzip")
                                .POST(BodyPublishers.ofByteArray(
                                        gzip((good + spaces.repeat(100)).getBytes(StandardCharsets.UTF_8)))))),
                "/problems/too-large",
                "after inflation");
        // At its limit it is taken.
        post(202, good + spaces.substring(good.length()));
    }

    @Test
    void takesNoMoreThanAThousandSamples() {
        assertProblem(post(413, "[" + "1,".repeat(1_000) + "1]"), "/problems/too-large", "1000 samples");
    }

    @Test
    void takesJsonAlone() {
        for (String type :
                List.of("text/plain", "application/x-ndjson", "application/json; charset=iso-8859-1", "json")) {
            assertProblem(
                    answer(
                            415,
                            ingestion.send(ingestion
                                    .request(issuer.issue(host))
                                    .setHeader("Content-Type", type)
                                    .POST(BodyPublishers.ofString("{}")))),
                    "/problems/unsupported-media-type",
                    "application/json");
        }
        assertProblem(
                answer(
                        415,
                        ingestion.send(ingestion
                                .request(issuer.issue(host))
                                .header("Content-Encoding", "br")
                                .POST(BodyPublishers.ofString("{}")))),
                "/problems/unsupported-media-type",
                "gzip");
        answer(
                422,
                ingestion.send(ingestion
                        .request(issuer.issue(host))
                        .setHeader("Content-Type", "Application/JSON; charset=\"UTF-8\"")
                        .header("Content-Encoding", "identity")
                        .POST(BodyPublishers.ofString("{}"))));
    }

    @Test
    void tellsWhyNoSampleCouldBeTaken() {
        JsonNode problem = post(422, "[" + sample(1, "\"system.uptime\":1") + ",7]");
        assertProblem(problem, "/problems/invalid-samples", "older than 24 h");
        assertThat(problem.get("refused")).hasSize(2);
        assertThat(problem.get("refused").get(1).get("index").asInt()).isEqualTo(1);
        assertProblem(post(422, "[]"), "/problems/invalid-samples", "no samples");
    }

    @Test
    void takesOnlyPosts() {
        assertProblem(
                answer(405, ingestion.send(ingestion.request(issuer.issue(host)).GET())),
                "/problems/method-not-allowed",
                "");
    }

    @Test
    void isOnThePublicConnectorAloneHoweverItIsSpelled() {
        String token = issuer.issue(host);
        var internal = ingestion
                .bean(dev.statusmonitor.starter.internal.InternalConnector.class)
                .uri();
        assertThat(ingestion
                        .send(ingestion
                                .request(token)
                                .uri(internal.resolve("/api/v1/metrics"))
                                .POST(BodyPublishers.ofString("{}")))
                        .statusCode())
                .isEqualTo(404);
        for (String path :
                List.of("/api/v1/metrics/", "/api/v1//metrics", "/api/v1/metrics;x=y", "/api/v1/%6detrics")) {
            HttpResponse<String> response = ingestion.send(
                    java.net.http.HttpRequest.newBuilder(ingestion.route().resolve(path))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString("{}")));
            assertThat(response.statusCode()).as(path).isIn(400, 401, 403, 404);
        }
    }

    @Test
    void isDescribedForMachines() {
        HttpResponse<String> response = ingestion.send(
                java.net.http.HttpRequest.newBuilder(ingestion.route().resolve("/openapi.json")));
        JsonNode post = JSON.readTree(response.body())
                .path("paths")
                .path("/api/v1/metrics")
                .path("post");
        assertThat(post.path("responses").propertyNames())
                .contains("202", "400", "401", "403", "413", "415", "422", "429", "503");
    }

    @Test
    void slowsDownAHostThatPostsTooOften() {
        String token = issuer.issue(host);
        String body = sample(System.currentTimeMillis(), "\"system.uptime\":1");
        HttpResponse<String> response = ingestion.post(token, body);
        for (int i = 0; i < 500 && response.statusCode() == 202; i++) {
            response = ingestion.post(token, body);
        }
        assertProblem(answer(429, response), "/problems/too-many-requests", "5 requests a second");
        assertThat(last().headers().firstValueAsLong("Retry-After")).hasValue(1);
        answer(202, ingestion.post(issuer.issue(Unique.name("another")), body));
    }

    @Test
    void letsTheNewestSamplePassBesideABacklogThatHasToWait() {
        String token = issuer.issue(host);
        long now = System.currentTimeMillis();
        var old = new StringBuilder("[");
        for (int i = 0; i < 1_000; i++) {
            old.append(sample(now - 3_600_000 - i * 1_000L, "\"system.uptime\":1"))
                    .append(',');
        }
        old.setCharAt(old.length() - 1, ']');
        answer(202, ingestion.post(token, old.toString()));
        answer(202, ingestion.post(token, old.toString()));
        assertProblem(
                answer(429, ingestion.post(token, old.toString())),
                "/problems/too-many-requests",
                "2000 samples a minute");
        assertThat(last().headers().firstValueAsLong("Retry-After").orElseThrow())
                .isBetween(20L, 31L);
        answer(202, ingestion.post(token, sample(now, "\"system.uptime\":1")));
    }

    private HttpResponse<String> last() {
        return Objects.requireNonNull(last);
    }

    private JsonNode post(int status, String body) {
        return answer(status, ingestion.post(issuer.issue(host), body));
    }

    private JsonNode answer(int status, HttpResponse<String> response) {
        last = response;
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type"))
                .contains(status == 202 ? "application/json" : "application/problem+json");
        return JSON.readTree(response.body());
    }

    private static void assertProblem(JsonNode problem, String type, String detail) {
        assertThat(problem.get("type").asString()).isEqualTo(type);
        assertThat(problem.get("detail").asString()).contains(detail);
    }

    private static String sample(long timestamp, String metrics) {
        return "{\"schema\":1,\"timestamp\":" + timestamp + ",\"metrics\":{" + metrics + "}}";
    }

    private static byte[] gzip(byte[] bytes) {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    /** This host's records in Kafka, in their order. */
    private List<SampleRecord> published(int count) {
        var config = new HashMap<>(TestKafka.get().clientProperties());
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        var records = new ArrayList<SampleRecord>();
        try (var consumer = new KafkaConsumer<String, byte[]>(config)) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.METRICS_SAMPLES).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            await().until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (record.key().equals(host)) {
                        records.add(SampleRecord.decode(record.value(), new SeriesLists()));
                    }
                });
                return records.size() >= count;
            });
        }
        return records;
    }
}
