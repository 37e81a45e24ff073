package dev.statusmonitor.alerts.rule;

import dev.statusmonitor.starter.relay.Relay;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * Forgets the accounts that auth-service says were deleted. One that it merely does not know stays: after a loss of its
 * database nothing is deleted here.
 */
public final class DeletedAccounts implements Relay.Work {
    private static final Logger log = LoggerFactory.getLogger(DeletedAccounts.class);
    private static final int AT_ONCE = 1_000;

    private final Rules rules;
    private final RestClient auth;
    private boolean begun;

    /** @param auth a client of auth-service's internal routes */
    public DeletedAccounts(Rules rules, RestClient auth) {
        this.rules = rules;
        this.auth = auth;
    }

    @Override
    public boolean run() {
        if (!begun) {
            // At the start the other service may not listen yet, and nobody waits for this.
            begun = true;
            return false;
        }
        List<String> known = rules.accounts();
        for (int i = 0; i < known.size(); i += AT_ONCE) {
            for (String account : deleted(known.subList(i, Math.min(i + AT_ONCE, known.size())))) {
                if (rules.forget(account)) {
                    log.atInfo().addKeyValue("account", account).log("a deleted account has no alerts any more");
                }
            }
        }
        return false;
    }

    private List<String> deleted(List<String> some) {
        Answer answer = auth.post()
                .uri("/internal/v1/accounts/check")
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("accounts", some))
                .retrieve()
                .body(Answer.class);
        if (answer == null || answer.deleted == null) {
            throw new RestClientException("an answer without a list");
        }
        return answer.deleted;
    }

    private record Answer(@Nullable List<String> deleted) {}
}
