package dev.statusmonitor.agent.enrol;

import java.net.URI;
import java.security.PrivateKey;

/**
 * Who this host is to a platform.
 *
 * @param platform by which address it was enrolled
 * @param ingest where its samples go
 * @param token where it gets tokens
 * @param resource where its description goes
 */
record HostIdentity(String hostId, PrivateKey key, URI platform, URI ingest, URI token, URI resource) {
    @Override
    public String toString() {
        return "HostIdentity[" + hostId + "]";
    }
}
