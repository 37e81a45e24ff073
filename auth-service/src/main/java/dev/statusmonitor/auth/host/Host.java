package dev.statusmonitor.auth.host;

import dev.statusmonitor.contract.HostChange;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A machine that sends samples.
 *
 * @param ownerId whose it is; null until the first account exists
 * @param tags sorted
 * @param publicKey of the agent's key pair: base64url of the raw 32 bytes of Ed25519
 * @param resource what the agent says about its machine, as OpenTelemetry resource attributes
 * @param epoch see {@link HostChange#epoch}
 * @param version see {@link HostChange#version}
 * @param created Unix time in milliseconds
 * @param enrolled when it got the key that it has, Unix time in milliseconds
 * @param changed Unix time in milliseconds of the newest change that counts in {@code version}
 * @param shared when it was last noticed that several machines send as this host, Unix time in milliseconds; null:
 *     never since it got the key that it has
 */
public record Host(
        String id,
        @Nullable String ownerId,
        String name,
        List<String> tags,
        HostChange.State state,
        String publicKey,
        Map<String, String> resource,
        long epoch,
        long version,
        long created,
        long enrolled,
        long changed,
        @Nullable Long shared) {

    /** What the other services are told. */
    public HostChange toChange() {
        return new HostChange(id, ownerId, name, tags, state, epoch, version, changed);
    }
}
