package dev.statusmonitor.gateway.live;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/** Asks auth-service. */
public final class AuthTickets implements Tickets {
    /** No ticket is longer. */
    private static final int MAX_LENGTH = 512;

    private final RestClient auth;

    /** @param auth a client of auth-service's internal routes */
    public AuthTickets(RestClient auth) {
        this.auth = auth;
    }

    @Override
    public Optional<Holder> redeem(String ticket) throws TicketsUnavailableException {
        if (ticket.isEmpty() || ticket.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            Answer answer = auth.post()
                    .uri("/internal/v1/tickets/redeem")
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(Map.of("ticket", ticket))
                    .retrieve()
                    .body(Answer.class);
            if (answer == null || answer.accountId == null || answer.sessionId == null) {
                throw new RestClientException("an answer without an account or a session");
            }
            return Optional.of(new Holder(answer.accountId, answer.sessionId, answer.sessionExpires));
        } catch (HttpClientErrorException e) {
            if (e.getStatusCode() == HttpStatus.NOT_FOUND) {
                return Optional.empty();
            }
            throw new TicketsUnavailableException("auth-service refused to say whose ticket it is", e);
        } catch (RestClientException | IllegalStateException e) {
            throw new TicketsUnavailableException("auth-service did not say whose ticket it is", e);
        }
    }

    private record Answer(
            @JsonProperty("account_id") @Nullable String accountId,
            @JsonProperty("session_id") @Nullable String sessionId,
            @JsonProperty("session_expires") long sessionExpires) {}
}
