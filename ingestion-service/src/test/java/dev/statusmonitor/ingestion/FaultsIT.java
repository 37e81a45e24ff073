package dev.statusmonitor.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.statusmonitor.contract.Topics;
import dev.statusmonitor.embedded.Credentials;
import dev.statusmonitor.embedded.kafka.EmbeddedKafka;
import dev.statusmonitor.embedded.redis.EmbeddedRedis;
import dev.statusmonitor.ingestion.publish.SamplePublisher;
import dev.statusmonitor.testservers.TestRedis;
import dev.statusmonitor.testservers.Unique;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What it does while a part that it needs is away: never a claim that is not so. */
class FaultsIT {
    @TempDir
    private Path folder;

    private final String host = Unique.name("host");

    @Test
    void withoutKafkaItClaimsNothingAndSaysSoInTime() throws Exception {
        var settings = new EmbeddedKafka.Settings(folder.resolve("kafka"), Credentials.random("tests"));
        EmbeddedKafka kafka = EmbeddedKafka.start(settings);
        try (var issuer = new TokenIssuer(TestRedis.get().uri())) {
            try (var admin = Admin.create(kafka.clientProperties())) {
                admin.createTopics(List.of(new NewTopic(Topics.METRICS_SAMPLES, 12, (short) 1)))
                        .all()
                        .get(30, TimeUnit.SECONDS);
            }
            try (var ingestion = IngestionUnderTest.start(
                    kafka.clientProperties(), TestRedis.get().uri(), issuer.uri())) {
                String token = issuer.issue(host);
                assertThat(ingestion.post(token, sample()).statusCode()).isEqualTo(202);
                double published = ingestion.count("samples.published");
                int port = kafka.port();
                kafka.close();

                long asked = System.nanoTime();
                HttpResponse<String> response = ingestion.post(token, sample());
                // Five seconds, in which Kafka might have come back; an agent would wait for fifteen.
                assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(15));
                assertUnavailable(response);
                assertThat(response.body()).contains("Send it again");
                assertThat(ingestion.count("samples.published")).isEqualTo(published);
                assertThat(ingestion.count("samples.unpublished")).isEqualTo(1);

                kafka = EmbeddedKafka.start(settings.withPorts(port, 0));
                await().until(() -> ingestion.post(token, sample()).statusCode() == 202);
            }
        } finally {
            kafka.close();
        }
    }

    @Test
    void tooMuchOnItsWayIsAnsweredAtOnce() throws Exception {
        try (var kafka = kafkaWithoutTopics();
                var issuer = new TokenIssuer(TestRedis.get().uri());
                var ingestion = IngestionUnderTest.start(
                        kafka.clientProperties(),
                        TestRedis.get().uri(),
                        issuer.uri(),
                        "statusmonitor.ingestion.publish.max-in-flight=1")) {
            String token = issuer.issue(host);
            long asked = System.nanoTime();
            HttpResponse<String> response = ingestion.post(token, "[" + sample() + "," + sample() + "]");
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(2));
            assertUnavailable(response);
            assertThat(response.body()).contains("too many samples are on their way");
            // There is no such topic: that ends in time, too, and gives its place back.
            for (int i = 0; i < 3; i++) {
                response = ingestion.post(token, sample());
                assertUnavailable(response);
                assertThat(response.body()).contains("did not take the samples in time");
            }
        }
    }

    @Test
    void stoppingItTakesNoMoreAndWaitsForWhatIsOnItsWay() throws Exception {
        try (var kafka = kafkaWithoutTopics();
                var issuer = new TokenIssuer(TestRedis.get().uri());
                var ingestion = IngestionUnderTest.start(
                        kafka.clientProperties(),
                        TestRedis.get().uri(),
                        issuer.uri(),
                        "statusmonitor.ingestion.publish.max-block=2s")) {
            String token = issuer.issue(host);
            // There is no such topic, so it is on its way for a while.
            var early = CompletableFuture.supplyAsync(() -> ingestion.post(token, sample()));
            await().until(() -> ingestion.gauge("samples.in.flight") == 1);

            ingestion.bean(SamplePublisher.class).stop();

            assertThat(ingestion.gauge("samples.in.flight")).isZero();
            HttpResponse<String> late = ingestion.post(token, sample());
            assertUnavailable(late);
            assertThat(late.body()).contains("the platform stops. Send it again.");
            assertThat(early.get(1, TimeUnit.MINUTES).body()).contains("did not take the samples in time");
            assertThat(ingestion.count("samples.unpublished")).isEqualTo(2);
        }
    }

    @Test
    void withoutRedisAuthServiceIsAskedAndWithoutBothNobodyIsBelieved() {
        var settings = new EmbeddedRedis.Settings(folder.resolve("redis"), EmbeddedRedis.newPassword());
        EmbeddedRedis redis = EmbeddedRedis.start(settings);
        try (var issuer = new TokenIssuer(redis.uri());
                var ingestion = IngestionUnderTest.start(redis.uri(), issuer.uri())) {
            String token = issuer.issue(host);
            await().until(() -> ingestion.post(token, sample()).statusCode() == 202);
            assertThat(ingestion.post(token, sample()).statusCode()).isEqualTo(202);

            int port = redis.port();
            redis.close();
            int before = issuer.introspections();
            await().until(() -> {
                assertThat(ingestion.post(token, sample()).statusCode()).isEqualTo(202);
                return issuer.introspections() > before;
            });
            issuer.revokeUntold(host);
            assertThat(ingestion.post(token, sample()).statusCode()).isEqualTo(403);

            issuer.stop();
            String other = issuer.issueUncached(Unique.name("host"), Duration.ofHours(1));
            HttpResponse<String> response = ingestion.post(other, sample());
            assertUnavailable(response);
            assertThat(response.body()).contains("cannot be checked right now");

            issuer.listen();
            assertThat(ingestion.post(other, sample()).statusCode()).isEqualTo(202);
            redis = EmbeddedRedis.start(settings.withPort(port));
            await().until(() -> {
                int asked = issuer.introspections();
                assertThat(ingestion.post(other, sample()).statusCode()).isEqualTo(202);
                return issuer.introspections() == asked;
            });
            assertThat(ingestion.post(token, sample()).statusCode()).isEqualTo(403);
        } finally {
            redis.close();
        }
    }

    @Test
    void anAuthServiceThatHangsIsNotWaitedForLong() {
        try (var issuer = new TokenIssuer(TestRedis.get().uri());
                var ingestion = IngestionUnderTest.start(
                        TestRedis.get().uri(), issuer.uri(), "statusmonitor.internal.read-timeout=1s")) {
            issuer.answerAfter(Duration.ofSeconds(30));
            String token = issuer.issueUncached(host, Duration.ofHours(1));
            long asked = System.nanoTime();
            HttpResponse<String> response = ingestion.post(token, sample());
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(20));
            assertUnavailable(response);
        }
    }

    private EmbeddedKafka kafkaWithoutTopics() {
        return EmbeddedKafka.start(new EmbeddedKafka.Settings(folder.resolve("kafka"), Credentials.random("tests")));
    }

    private static void assertUnavailable(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(503);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(response.headers().firstValueAsLong("Retry-After")).hasValue(1);
        assertThat(response.headers().firstValueAsLong("StatusMonitor-Time")).isPresent();
    }

    private static String sample() {
        return "{\"schema\":1,\"timestamp\":" + System.currentTimeMillis() + ",\"metrics\":{\"system.uptime\":1}}";
    }
}
