package dev.statusmonitor.agent.send;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The little JSON that an agent reads and writes beside its samples: flat objects, and answers. */
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** An object in UTF-8: its values are text, Longs, and objects of such. */
    public static byte[] write(Map<String, ?> object) {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            write(json, object);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, Map<?, ?> object) {
        json.writeStartObject();
        object.forEach((key, value) -> {
            json.writeName(String.valueOf(key));
            if (value instanceof Map<?, ?> inner) {
                write(json, inner);
            } else if (value instanceof Long number) {
                json.writeNumber(number);
            } else {
                json.writeString(String.valueOf(value));
            }
        });
        json.writeEndObject();
    }

    /** The members of an object: String, Long, Double, Boolean, List, Map, null; empty where the text is no object. */
    public static Map<String, @Nullable Object> read(byte[] text) {
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            return json.nextToken() == JsonToken.START_OBJECT ? object(json) : Map.of();
        } catch (JacksonException e) {
            return Map.of();
        }
    }

    private static Map<String, @Nullable Object> object(JsonParser json) {
        var members = new LinkedHashMap<String, @Nullable Object>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            members.put(name, value(json, json.nextToken()));
        }
        return members;
    }

    private static @Nullable Object value(JsonParser json, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> object(json);
            case START_ARRAY -> {
                List<@Nullable Object> elements = new ArrayList<>();
                for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
                    elements.add(value(json, next));
                }
                yield elements;
            }
            case VALUE_STRING -> json.getString();
            case VALUE_NUMBER_INT -> json.getLongValue();
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }
}
