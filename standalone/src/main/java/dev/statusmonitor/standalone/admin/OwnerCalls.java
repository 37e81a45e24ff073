package dev.statusmonitor.standalone.admin;

import dev.statusmonitor.standalone.management.ManagementFile;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls the running platform's internal routes, as its owner. */
final class OwnerCalls {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ManagementFile management;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    OwnerCalls(ManagementFile management) {
        this.management = management;
    }

    /**
     * Asks, and gives the answer.
     *
     * @throws RefusedException with a sentence, where the platform says no
     * @throws IOException where it does not answer, or not in JSON
     */
    JsonNode post(String path, Map<String, String> body) throws IOException, InterruptedException, RefusedException {
        var request = management
                .access()
                .request(path, ANSWER)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        JsonNode json;
        try {
            json = JSON.readTree(answer.body());
        } catch (JacksonException e) {
            throw new IOException("its answer is no JSON", e);
        }
        if (answer.statusCode() != 200) {
            throw new RefusedException(json.path("detail").asString("It answers " + answer.statusCode() + "."));
        }
        return json;
    }

    /** The platform says no; the message says why. */
    static final class RefusedException extends Exception {
        RefusedException(String message) {
            super(message);
        }
    }
}
