package dev.statusmonitor.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.statusmonitor.auth.enrol.LocalEnrolment;
import dev.statusmonitor.auth.setup.SetupLinks;
import dev.statusmonitor.auth.token.AgentSide;
import dev.statusmonitor.contract.HostChange;
import dev.statusmonitor.contract.Topics;
import dev.statusmonitor.embedded.Credentials;
import dev.statusmonitor.embedded.kafka.EmbeddedKafka;
import dev.statusmonitor.embedded.redis.EmbeddedRedis;
import dev.statusmonitor.starter.hosts.HostChangeJson;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpStatusCode;

/** What the service does while Kafka and Redis are away, and what it makes up for when they are back. */
final class OutageIT {
    private static final Duration SOON = Duration.ofSeconds(45);

    @TempDir
    private Path folder;

    private final Credentials credentials = Credentials.random("tests");
    private final String password = EmbeddedRedis.newPassword();

    @Test
    void workGoesOnWithoutThemAndTheyAreToldLater() throws Exception {
        // Once only to learn where they will be.
        EmbeddedKafka kafka = EmbeddedKafka.start(kafka("kafka"));
        EmbeddedRedis redis = EmbeddedRedis.start(redis());
        var later = kafka("kafka").withPorts(kafka.port(), 0);
        var settings = new HashMap<String, Object>();
        kafka.clientProperties()
                .forEach((name, value) -> settings.put("statusmonitor.kafka.properties[" + name + "]", value));
        settings.put("statusmonitor.kafka.bootstrap-servers", kafka.bootstrapServers());
        settings.put("statusmonitor.auth.redis.url", redis.uri());
        kafka.close();
        redis.close();

        try (Platform platform = Platform.start(folder.resolve("data"), settings)) {
            var agent = new AgentSide();
            String host = enrol(platform, agent);
            String old = token(platform, host, agent);
            var browser = new Browser(platform);
            assertThat(browser.send(
                                    "POST",
                                    "/api/v1/setup",
                                    Map.of(
                                            "token",
                                            platform.bean(SetupLinks.class)
                                                    .newToken()
                                                    .orElseThrow(),
                                            "email",
                                            "ada@example.org",
                                            "password",
                                            "correct horse battery",
                                            "name",
                                            "Ada"))
                            .status())
                    .isEqualTo(201);
            assertThat(introspect(platform, old)).contains("expired");
            String fresh = token(platform, host, agent);
            assertThat(introspect(platform, fresh)).contains("\"active\":true");
            assertThat(health(platform)).contains("\"revocations_waiting\":1");

            redis = EmbeddedRedis.start(redis().withPort(redis.port()));
            kafka = EmbeddedKafka.start(later);

            URI at = redis.uri();
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(inRedis(at, "sm:epoch:" + host)).isEqualTo("2"));
            EmbeddedKafka first = kafka;
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(newest(first))
                            .containsKey(host)
                            .extractingByKey(host)
                            .extracting(HostChange::version)
                            .isEqualTo(2L));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(health(platform)).doesNotContain("DOWN"));

            // A broker that lost everything, while something changed.
            kafka.close();
            assertThat(browser.send("PATCH", "/api/v1/hosts/" + host, Map.of("name", "renamed"))
                            .status())
                    .isEqualTo(200);
            String another = enrol(platform, new AgentSide());
            kafka = EmbeddedKafka.start(kafka("another").withPorts(kafka.port(), 0));

            EmbeddedKafka second = kafka;
            await().atMost(SOON).untilAsserted(() -> assertThat(newest(second)).containsOnlyKeys(host, another));
            assertThat(newest(second).get(host)).extracting(HostChange::name).isEqualTo("renamed");
        } finally {
            kafka.close();
            redis.close();
        }
    }

    private EmbeddedKafka.Settings kafka(String name) {
        return new EmbeddedKafka.Settings(folder.resolve(name), credentials);
    }

    private EmbeddedRedis.Settings redis() {
        return new EmbeddedRedis.Settings(folder.resolve("redis"), password);
    }

    private static String enrol(Platform platform, AgentSide agent) throws Exception {
        var enrolled = new Browser(platform)
                .send(
                        "POST",
                        "/api/v1/agents",
                        Map.of(
                                "code",
                                platform.bean(LocalEnrolment.class).newCode("here"),
                                "public_key",
                                agent.publicKey(),
                                "name",
                                "machine"));
        assertThat(enrolled.status()).isEqualTo(201);
        return enrolled.text("host_id");
    }

    private static String token(Platform platform, String host, AgentSide agent) throws Exception {
        var answer = new Browser(platform)
                .form(
                        "/api/v1/agents/token",
                        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion="
                                + agent.assertion(host, Instant.now()));
        assertThat(answer.status()).isEqualTo(200);
        return answer.text("access_token");
    }

    private static String introspect(Platform platform, String token) {
        return platform.internal()
                .post()
                .uri("/internal/v1/introspect")
                .body(Map.of("token", token))
                .retrieve()
                .requiredBody(String.class);
    }

    private static String health(Platform platform) {
        return platform.internal()
                .get()
                .uri("/actuator/health")
                .retrieve()
                .onStatus(HttpStatusCode::isError, (request, response) -> {})
                .requiredBody(String.class);
    }

    private static String inRedis(URI redis, String key) {
        RedisClient client = RedisClient.create(RedisURI.create(redis));
        try (var connection = client.connect()) {
            String value = connection.sync().get(key);
            return value == null ? "" : value;
        } finally {
            client.shutdown();
        }
    }

    private static Map<String, HostChange> newest(EmbeddedKafka kafka) {
        var newest = new HashMap<String, HostChange>();
        try (var consumer =
                new KafkaConsumer<>(kafka.clientProperties(), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            consumer.partitionsFor(Topics.HOSTS_CHANGES)
                    .forEach(p -> partitions.add(new TopicPartition(p.topic(), p.partition())));
            consumer.assign(partitions);
            var ends = consumer.endOffsets(partitions);
            consumer.seekToBeginning(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record -> newest.put(record.key(), HostChangeJson.read(record.value())));
            }
        }
        return newest;
    }
}
