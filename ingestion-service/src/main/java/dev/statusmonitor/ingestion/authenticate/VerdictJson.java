package dev.statusmonitor.ingestion.authenticate;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** An introspection's answer, as auth-service gives it and as it stands in Redis. */
final class VerdictJson {
    private static final JsonFactory JSON = new JsonFactory();

    private VerdictJson() {}

    /** @throws IllegalArgumentException where the text is no such answer */
    static Verdict read(String text) {
        boolean active = false;
        String host = null;
        String reason = null;
        long epoch = -1;
        long expires = -1;
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("an introspection's answer is a JSON object");
            }
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                JsonToken token = json.nextToken();
                switch (name) {
                    case "active" -> active = token == JsonToken.VALUE_TRUE;
                    case "host_id" -> host = text(json, token);
                    case "reason" -> reason = text(json, token);
                    case "epoch" -> epoch = number(json, token);
                    case "expires" -> expires = number(json, token);
                    default -> json.skipChildren();
                }
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException("an introspection's answer that is no JSON", e);
        }
        if (!active) {
            return new Verdict.Bad(Verdict.Reason.of(reason));
        }
        if (host == null || host.isEmpty() || epoch < 0 || expires < 0) {
            throw new IllegalArgumentException("an introspection's answer lacks host_id, epoch or expires");
        }
        return new Verdict.Good(host, epoch, expires);
    }

    private static @Nullable String text(JsonParser json, JsonToken token) {
        if (token == JsonToken.VALUE_STRING) {
            return json.getString();
        }
        json.skipChildren();
        return null;
    }

    private static long number(JsonParser json, JsonToken token) {
        if (token == JsonToken.VALUE_NUMBER_INT) {
            return json.getLongValue();
        }
        json.skipChildren();
        return -1;
    }
}
