package dev.statusmonitor.standalone.documentation;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every setting of every service, as a table, from the metadata that the compiler makes of the settings' records. */
final class ConfigurationReference {
    private static final String METADATA = "META-INF/spring-configuration-metadata.json";
    private static final String OURS = "statusmonitor.";
    private static final Pattern JAVADOC = Pattern.compile("\\{@(?:code|link|linkplain) ([^}]*)}");

    private static final Map<String, String> KINDS = Map.of(
            "java.time.Duration", "duration",
            "org.springframework.util.unit.DataSize", "size",
            "java.nio.file.Path", "file",
            "java.net.URI", "address",
            "java.lang.String", "text",
            "java.lang.Integer", "number",
            "java.lang.Short", "number",
            "java.lang.Long", "number",
            "java.lang.Boolean", "true or false");

    private final Map<String, JsonNode> properties = new TreeMap<>();

    private ConfigurationReference() {}

    /** Of all modules on the class path. */
    static ConfigurationReference read() throws IOException {
        var reference = new ConfigurationReference();
        ClassLoader loader = ConfigurationReference.class.getClassLoader();
        for (URL url : Collections.list(loader.getResources(METADATA))) {
            try (InputStream json = url.openStream()) {
                for (JsonNode property : JsonMapper.shared().readTree(json).path("properties")) {
                    String name = property.path("name").asString("");
                    if (name.startsWith(OURS)) {
                        reference.properties.put(name, property);
                    }
                }
            }
        }
        return reference;
    }

    /** Whether there is such a setting, or settings whose names begin with it. */
    boolean knows(String name) {
        return properties.keySet().stream()
                .anyMatch(known -> known.equals(name)
                        || known.startsWith(name + ".")
                        // A map's entries.
                        || (isMap(known) && name.startsWith(known)));
    }

    boolean isEmpty() {
        return properties.isEmpty();
    }

    /** Names of settings that nothing is said of. */
    Stream<String> withoutDescription() {
        return properties.entrySet().stream()
                .filter(property -> description(property.getValue()).isBlank())
                .map(Map.Entry::getKey);
    }

    /** A table for each service. */
    String markdown() {
        var text = new StringBuilder();
        var groups = properties.keySet().stream()
                .collect(Collectors.groupingBy(ConfigurationReference::group, TreeMap::new, Collectors.toList()));
        groups.forEach((group, names) -> {
            text.append("\n### `").append(group).append("`\n\n");
            text.append("| name | default | kind | |\n|---|---|---|---|\n");
            names.forEach(name -> text.append(row(name.substring(group.length() + 1), properties.get(name))));
        });
        return text.toString();
    }

    private static String group(String name) {
        return name.substring(0, name.indexOf('.', OURS.length()));
    }

    private static String row(String name, @Nullable JsonNode property) {
        if (property == null) {
            return "";
        }
        return "| `%s` | %s | %s | %s |%n"
                .formatted(name, standard(property), kind(property), description(property))
                .replace("\r", "");
    }

    private static String standard(JsonNode property) {
        JsonNode value = property.path("defaultValue");
        String text = value.isArray()
                ? value.valueStream().map(JsonNode::asString).collect(Collectors.joining(","))
                : value.asString("");
        return text.isEmpty() ? "" : "`" + text + "`";
    }

    private static String kind(JsonNode property) {
        String type = property.path("type").asString("");
        String known = KINDS.get(type);
        if (known != null) {
            return known;
        }
        if (type.startsWith("java.util.Map<")) {
            return "entries";
        }
        if (type.startsWith("java.util.List<") || type.startsWith("java.util.Set<")) {
            return "list";
        }
        return choices(type);
    }

    private static String choices(String type) {
        try {
            Object[] constants = Class.forName(type).getEnumConstants();
            if (constants != null) {
                return Stream.of(constants)
                        .map(constant -> "`"
                                + constant.toString().toLowerCase(Locale.ROOT).replace('_', '-') + "`")
                        .collect(Collectors.joining(", "));
            }
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("a setting has a type that is not there", e);
        }
        return type.substring(type.lastIndexOf('.') + 1);
    }

    private boolean isMap(String name) {
        JsonNode property = properties.get(name);
        return property != null && kind(property).equals("entries");
    }

    private static String description(JsonNode property) {
        String text = property.path("description").asString("").strip();
        return JAVADOC.matcher(text).replaceAll("`$1`").replaceAll("\\s+", " ").replace("|", "\\|");
    }
}
