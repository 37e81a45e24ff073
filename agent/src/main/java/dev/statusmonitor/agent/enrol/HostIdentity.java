package dev.statusmonitor.agent.enrol;

import java.net.URI;
import java.security.PrivateKey;
import org.jspecify.annotations.Nullable;

/**
 * Who this host is to a platform.
 *
 * @param platform by which address it was enrolled
 * @param ingest where its samples go
 * @param token where it gets tokens
 * @param resource where its description goes
 * @param codeHash SHA-256 of the last code that was tried, in hex; null where that is not known
 */
record HostIdentity(
        String hostId,
        PrivateKey key,
        URI platform,
        URI ingest,
        URI token,
        URI resource,
        @Nullable String codeHash) {
    /** The same, of which the code was tried by this hash. */
    HostIdentity afterCode(String hash) {
        return new HostIdentity(hostId, key, platform, ingest, token, resource, hash);
    }

    @Override
    public String toString() {
        return "HostIdentity[" + hostId + "]";
    }
}
