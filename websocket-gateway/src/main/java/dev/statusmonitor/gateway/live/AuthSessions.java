package dev.statusmonitor.gateway.live;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/** Asks auth-service. */
public final class AuthSessions implements Sessions {
    /** It takes no more. */
    private static final int AT_ONCE = 1_000;

    private final RestClient auth;

    /** @param auth a client of auth-service's internal routes */
    public AuthSessions(RestClient auth) {
        this.auth = auth;
    }

    @Override
    public Set<String> ended(Collection<String> sessionIds) throws SessionsUnavailableException {
        var ended = new HashSet<String>();
        List<String> all = List.copyOf(sessionIds);
        try {
            for (int i = 0; i < all.size(); i += AT_ONCE) {
                ended.addAll(ask(all.subList(i, Math.min(i + AT_ONCE, all.size()))));
            }
            return ended;
        } catch (RestClientException | IllegalStateException e) {
            throw new SessionsUnavailableException("auth-service did not say which sessions are over", e);
        }
    }

    private List<String> ask(List<String> some) {
        Answer answer = auth.post()
                .uri("/internal/v1/sessions/check")
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("sessions", some))
                .retrieve()
                .body(Answer.class);
        if (answer == null || answer.ended == null) {
            throw new RestClientException("an answer without a list");
        }
        return answer.ended;
    }

    private record Answer(@Nullable List<String> ended) {}
}
