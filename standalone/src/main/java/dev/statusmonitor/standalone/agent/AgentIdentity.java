package dev.statusmonitor.standalone.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What of an agent's identity concerns the platform: which host it says it is. */
final class AgentIdentity {
    private AgentIdentity() {}

    /** The host id in the agent's folder; empty where it has not enrolled, or its file cannot be read. */
    static Optional<String> hostId(Path folder) {
        try {
            JsonNode id = JsonMapper.shared()
                    .readTree(Files.readString(folder.resolve("identity.json")))
                    .path("host_id");
            return id.isString() ? Optional.of(id.stringValue()) : Optional.empty();
        } catch (IOException | JacksonException e) {
            return Optional.empty();
        }
    }
}
