package dev.statusmonitor.auth.token;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Whether a host token is good, as it is answered and as it lies in the cache.
 *
 * @param hostId whose it is; null where it is not good
 * @param ownerId whose the host is; null where it is not good, or nobody's yet
 * @param epoch the host's when the token was issued; null where it is not good
 * @param expires Unix time in milliseconds; null where it is not good
 * @param reason why it is not good: its end has come, {@code revoked}, or {@code invalid}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Introspection(
        boolean active,
        @JsonProperty("host_id") @Nullable String hostId,
        @JsonProperty("owner_id") @Nullable String ownerId,
        @Nullable Long epoch,
        @Nullable Long expires,
        @Nullable String reason) {

    static Introspection active(String hostId, @Nullable String ownerId, long epoch, long expires) {
        return new Introspection(true, hostId, ownerId, epoch, expires, null);
    }

    static Introspection refused(String reason) {
        return new Introspection(false, null, null, null, null, reason);
    }
}
