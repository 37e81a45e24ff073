package dev.statusmonitor.agent.send;

import java.net.URI;

/**
 * What it takes to send as this host.
 *
 * @param token a host token; a secret
 * @param hostId whose token it is
 * @param ingest where samples go
 * @param resource where the description of the host goes
 */
public record Access(String token, String hostId, URI ingest, URI resource) {
    @Override
    public String toString() {
        return "Access[" + hostId + "]";
    }
}
