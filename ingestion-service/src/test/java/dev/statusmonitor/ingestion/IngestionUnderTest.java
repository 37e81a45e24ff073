package dev.statusmonitor.ingestion;

import dev.statusmonitor.contract.Topics;
import dev.statusmonitor.testservers.TestKafka;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.RequiredSearch;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The service as it runs apart: its own process's context, real connectors, a real client. */
public final class IngestionUnderTest implements AutoCloseable {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    static {
        TestKafka.get().createTopic(Topics.METRICS_SAMPLES, 12, Map.of("message.timestamp.type", "LogAppendTime"));
    }

    private final ConfigurableApplicationContext context;
    private final URI route;

    /** Starts it on the Kafka that all tests share. */
    public static IngestionUnderTest start(URI redis, URI auth, String... properties) {
        return start(TestKafka.get().clientProperties(), redis, auth, properties);
    }

    public static IngestionUnderTest start(Map<String, Object> kafka, URI redis, URI auth, String... properties) {
        var all = new HashMap<String, Object>();
        kafka.forEach((key, value) -> {
            if (key.equals(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
                all.put("statusmonitor.kafka.bootstrap-servers", value instanceof List<?> list ? list.get(0) : value);
            } else {
                all.put("statusmonitor.kafka.properties[" + key + "]", value);
            }
        });
        all.put("statusmonitor.hosts.enabled", "false");
        all.put("statusmonitor.ingestion.redis.url", redis.toString());
        all.put("statusmonitor.internal.services.auth-service", auth.toString());
        all.put("server.port", "0");
        all.put("server.address", "127.0.0.1");
        for (String property : properties) {
            String[] parts = property.split("=", 2);
            all.put(parts[0], parts[1]);
        }
        return new IngestionUnderTest(
                new SpringApplicationBuilder(Application.class).properties(all).run());
    }

    private IngestionUnderTest(ConfigurableApplicationContext context) {
        this.context = context;
        int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        this.route = URI.create("http://127.0.0.1:" + port + "/api/v1/metrics");
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public double count(String meter, String... tags) {
        return find(meter).tags(tags).counter().count();
    }

    public double gauge(String meter) {
        return find(meter).gauge().value();
    }

    private RequiredSearch find(String meter) {
        return bean(MeterRegistry.class).get("statusmonitor.ingestion." + meter);
    }

    public URI route() {
        return route;
    }

    /** Posts a JSON body. */
    public HttpResponse<String> post(String token, String body) {
        return send(request(token).POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8)));
    }

    public HttpRequest.Builder request(String token) {
        return HttpRequest.newBuilder(route)
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        context.close();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(IngestionConfiguration.class)
    static class Application {}
}
