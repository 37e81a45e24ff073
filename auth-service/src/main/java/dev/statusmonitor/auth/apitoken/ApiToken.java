package dev.statusmonitor.auth.apitoken;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A personal API token, without the secret, which nobody keeps.
 *
 * @param scopes of {@link dev.statusmonitor.contract.Scopes}, in their order
 * @param created Unix time in milliseconds
 * @param expires Unix time in milliseconds; null for never
 * @param lastUsed to the minute, Unix time in milliseconds; null where it was not used yet
 */
public record ApiToken(
        String id,
        String accountId,
        String name,
        List<String> scopes,
        long created,
        @Nullable Long expires,
        @Nullable Long lastUsed) {
    public ApiToken {
        scopes = List.copyOf(scopes);
    }
}
