package dev.statusmonitor.ingestion.authenticate;

import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/** Asks auth-service at {@code POST /internal/v1/introspect}; what it answers it also writes to Redis itself. */
final class HttpIntrospector implements Introspector {
    private final RestClient auth;

    /** @param auth for auth-service's internal routes */
    HttpIntrospector(RestClient auth) {
        this.auth = auth;
    }

    @Override
    public Verdict introspect(HostToken token) throws CheckUnavailableException {
        String answer;
        try {
            answer = auth.post()
                    .uri("/internal/v1/introspect")
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(Map.of("token", token.text()))
                    .retrieve()
                    .body(String.class);
        } catch (RestClientException | IllegalStateException e) {
            throw new CheckUnavailableException("auth-service does not answer", e);
        }
        if (answer == null) {
            throw new CheckUnavailableException("auth-service answered nothing");
        }
        try {
            return VerdictJson.read(answer);
        } catch (IllegalArgumentException e) {
            throw new CheckUnavailableException("auth-service answered something else", e);
        }
    }
}
