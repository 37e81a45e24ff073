package dev.statusmonitor.standalone.apart;

import dev.statusmonitor.auth.enrol.LocalEnrolment;
import dev.statusmonitor.auth.setup.SetupLinks;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What auth-service does for whoever runs the platform, asked over its internal connector. */
final class Operator implements SetupLinks, LocalEnrolment {
    private static final JsonMapper JSON = new JsonMapper();

    private final RestClient auth;

    Operator(RestClient auth) {
        this.auth = auth;
    }

    @Override
    public Optional<String> newToken() {
        try {
            return Optional.of(
                    ask("/internal/v1/setup-links", Map.of()).path("token").asString());
        } catch (HttpClientErrorException.Conflict e) {
            // There is an account.
            return Optional.empty();
        }
    }

    @Override
    public String newCode(String name) {
        return ask("/internal/v1/local-enrolments", Map.of("name", name))
                .path("code")
                .asString();
    }

    @Override
    public boolean knowsHost(String hostId) {
        var body = new HashMap<String, @Nullable String>();
        body.put("name", "this machine");
        body.put("host_id", hostId);
        return !ask("/internal/v1/local-enrolments", body).has("code");
    }

    private JsonNode ask(String path, Map<String, ?> body) {
        return JSON.readTree(String.valueOf(auth.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .body(JSON.writeValueAsString(body))
                .retrieve()
                .body(String.class)));
    }
}
