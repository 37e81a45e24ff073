package dev.statusmonitor.gateway.live;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What a browser says, as docs/protocol.md has it. */
sealed interface ClientMessage {
    record SubscribeOverview() implements ClientMessage {}

    record UnsubscribeOverview() implements ClientMessage {}

    record SubscribeHost(String hostId) implements ClientMessage {}

    record UnsubscribeHost(String hostId) implements ClientMessage {}

    record Ping() implements ClientMessage {}

    /**
     * Reads a message; members that this version doesn't know are passed over.
     *
     * @throws IllegalArgumentException with a sentence for the sender, where it makes no sense
     */
    static ClientMessage read(String json) {
        Fields fields;
        try {
            fields = Fields.JSON.readValue(json, Fields.class);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("A message is a JSON object like {\"type\": \"ping\"}.", e);
        }
        if (fields == null || fields.type == null) {
            throw new IllegalArgumentException("A message is a JSON object like {\"type\": \"ping\"}.");
        }
        return switch (fields.type) {
            case "ping" -> new Ping();
            case "subscribe" ->
                fields.isOverview() ? new SubscribeOverview() : new SubscribeHost(fields.hostOfChannel());
            case "unsubscribe" ->
                fields.isOverview() ? new UnsubscribeOverview() : new UnsubscribeHost(fields.hostOfChannel());
            default -> throw new IllegalArgumentException("The types are subscribe, unsubscribe and ping.");
        };
    }

    /** All members of all messages. */
    record Fields(
            @Nullable String type,
            @Nullable String channel,
            @Nullable String host) {
        private static final JsonMapper JSON = JsonMapper.builder()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();

        private boolean isOverview() {
            return "overview".equals(channel);
        }

        private String hostOfChannel() {
            if (!"host".equals(channel)) {
                throw new IllegalArgumentException("The channels are overview and host.");
            }
            if (host == null || host.isEmpty()) {
                throw new IllegalArgumentException("The channel host needs the id of a host as \"host\".");
            }
            return host;
        }
    }
}
