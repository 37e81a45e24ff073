package dev.statusmonitor.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest state of one host, as auth-service publishes it to {@link Topics#HOSTS_CHANGES} (key: {@link #hostId},
 * value: this record as JSON).
 *
 * @param hostId opaque, never used again
 * @param ownerId the account whose it is; null until the first account exists
 * @param name what people call it
 * @param tags free words, sorted
 * @param state what may be done with it
 * @param epoch counts up with every change of access; a token of an earlier epoch is refused
 * @param version counts up with every change; an older one never replaces a newer one
 * @param changed when, Unix time in milliseconds
 */
public record HostChange(
        String hostId,
        @Nullable String ownerId,
        String name,
        List<String> tags,
        State state,
        long epoch,
        long version,
        long changed) {
    public HostChange {
        tags = List.copyOf(tags);
    }

    /** Whether a host may send and be read. */
    public enum State {
        /** Sends and is read. */
        ACTIVE,
        /** Is read; what it sends is refused. */
        REVOKED,
        /** Is gone for every reader. */
        DELETED
    }
}
