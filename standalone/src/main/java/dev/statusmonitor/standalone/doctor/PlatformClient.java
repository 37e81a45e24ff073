package dev.statusmonitor.standalone.doctor;

import dev.statusmonitor.embedded.process.ProcessIdentity;
import dev.statusmonitor.standalone.doctor.Facts.Health;
import dev.statusmonitor.standalone.doctor.Facts.ProcessState;
import dev.statusmonitor.standalone.management.ManagementFile;
import dev.statusmonitor.standalone.report.PlatformReport;
import dev.statusmonitor.starter.internal.OwnersAccess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Finds out about a platform, all at once, within two seconds and a half. */
final class PlatformClient {
    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration ANSWER = Duration.ofMillis(2_400);
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    Facts ask(URI url, @Nullable ManagementFile management) {
        // Its certificate need not be made out to this machine's own names.
        var live = get(HttpRequest.newBuilder(URI.create((management == null ? url : management.url()) + "/livez"))
                .timeout(ANSWER));
        if (management == null) {
            return new Facts(url, live.join().isPresent(), null, null, null, null, null, null);
        }
        ProcessState platform = state(management.platform());
        CompletableFuture<Optional<String>> nothing = CompletableFuture.completedFuture(Optional.empty());
        var health = nothing;
        var report = nothing;
        // After a crash another program may have got the port.
        if (platform == ProcessState.RUNNING) {
            OwnersAccess access = management.access();
            health = get(access.request("/actuator/health", ANSWER));
            report = get(access.request("/internal/v1/platform", ANSWER));
        }
        ProcessIdentity agent = management.agent();
        return new Facts(
                url,
                live.join().isPresent(),
                management,
                platform,
                state(management.redis()),
                agent == null ? null : state(agent),
                health.join().map(PlatformClient::health).orElse(null),
                report.join().map(PlatformClient::report).orElse(null));
    }

    private static ProcessState state(ProcessIdentity process) {
        if (!process.isAlive()) {
            return ProcessState.GONE;
        }
        return process.isStopped() ? ProcessState.HALTED : ProcessState.RUNNING;
    }

    /** The body; empty where there was no answer, or one that is no good. A health answer is good with 503 as well. */
    private CompletableFuture<Optional<String>> get(HttpRequest.Builder request) {
        return http.sendAsync(request.build(), BodyHandlers.ofString())
                .thenApply(response -> response.statusCode() == 200 || response.statusCode() == 503
                        ? Optional.of(response.body())
                        : Optional.<String>empty())
                .exceptionally(e -> Optional.empty());
    }

    private static @Nullable Map<String, Health> health(String body) {
        try {
            var answers = new HashMap<String, Health>();
            JsonNode root = JSON.readTree(body);
            if (!root.has("status")) {
                return null;
            }
            root.path("components").properties().forEach(component -> {
                boolean up = "UP".equals(component.getValue().path("status").asString(""));
                answers.put(component.getKey(), new Health(up, detail(component.getValue())));
            });
            return answers;
        } catch (JacksonException e) {
            return null;
        }
    }

    private static String detail(JsonNode component) {
        JsonNode details = component.path("details");
        String reason = details.path("reason").asString("");
        return reason.isEmpty() ? details.path("error").asString("") : reason;
    }

    private static @Nullable PlatformReport report(String body) {
        try {
            return JSON.readValue(body, PlatformReport.class);
        } catch (JacksonException e) {
            return null;
        }
    }
}
