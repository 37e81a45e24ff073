package dev.statusmonitor.contract;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The name of one series: a metric and the attributes that tell its series apart, written
 * {@code system.network.io.rate{network.interface.name=eth0,network.io.direction=receive}}.
 *
 * <p>The canonical text has its attributes in the order of their keys. In values, {@code \ , = { }} are escaped by a
 * backslash. A key is at most {@value #MAX_LENGTH} characters and holds no control characters.
 *
 * @param metric an OpenTelemetry metric name: {@code [a-z][a-z0-9_.]*}
 * @param attributes attribute keys ({@code [a-z][a-z0-9_.]*}) and their values, which are never empty
 */
public record SeriesKey(String metric, SortedMap<String, String> attributes) {
    /** The longest canonical text, in UTF-16 units. */
    public static final int MAX_LENGTH = 300;

    public SeriesKey {
        attributes = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
        requireName(metric, "a metric name");
        attributes.forEach((key, value) -> {
            requireName(key, "an attribute key");
            requireValue(key, value);
        });
        if (canonical(metric, attributes).length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a series name has at most " + MAX_LENGTH + " characters");
        }
    }

    /** A series without attributes. */
    public static SeriesKey of(String metric) {
        return new SeriesKey(metric, new TreeMap<>());
    }

    /** A series of {@code metric} with the given attributes. */
    public static SeriesKey of(String metric, Map<String, String> attributes) {
        return new SeriesKey(metric, new TreeMap<>(attributes));
    }

    /**
     * Reads the text form; attributes may come in any order.
     *
     * @throws IllegalArgumentException with a sentence for the sender, where the text is none
     */
    public static SeriesKey parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a series name has at most " + MAX_LENGTH + " characters");
        }
        int brace = text.indexOf('{');
        if (brace < 0) {
            return of(text);
        }
        if (!text.endsWith("}")) {
            throw new IllegalArgumentException("a series name with '{' ends with '}'");
        }
        var attributes = new TreeMap<String, String>();
        int at = brace + 1;
        int end = text.length() - 1;
        while (at < end) {
            int equals = text.indexOf('=', at);
            if (equals < 0 || equals >= end) {
                throw new IllegalArgumentException("attributes are written key=value, separated by commas");
            }
            String key = text.substring(at, equals);
            var value = new StringBuilder();
            at = equals + 1;
            while (at < end && text.charAt(at) != ',') {
                char c = text.charAt(at);
                if (c == '\\') {
                    at++;
                    if (at >= end) {
                        throw new IllegalArgumentException("a backslash escapes the character after it");
                    }
                    c = text.charAt(at);
                } else if (c == '{' || c == '}' || c == '=') {
                    throw new IllegalArgumentException("'" + c + "' in a value is escaped by a backslash");
                }
                value.append(c);
                at++;
            }
            if (attributes.put(key, value.toString()) != null) {
                throw new IllegalArgumentException("the attribute " + key + " appears twice");
            }
            at++;
            if (at == end) {
                throw new IllegalArgumentException("a comma stands between attributes, not after the last");
            }
        }
        if (attributes.isEmpty()) {
            throw new IllegalArgumentException("braces hold at least one attribute");
        }
        return new SeriesKey(text.substring(0, brace), attributes);
    }

    /** The canonical text. */
    @Override
    public String toString() {
        return canonical(metric, attributes);
    }

    private static String canonical(String metric, SortedMap<String, String> attributes) {
        if (attributes.isEmpty()) {
            return metric;
        }
        var text = new StringBuilder(metric).append('{');
        attributes.forEach((key, value) -> {
            text.append(key).append('=');
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                if (c == '\\' || c == ',' || c == '=' || c == '{' || c == '}') {
                    text.append('\\');
                }
                text.append(c);
            }
            text.append(',');
        });
        text.setCharAt(text.length() - 1, '}');
        return text.toString();
    }

    private static void requireName(String name, String what) {
        boolean good = !name.isEmpty() && name.charAt(0) >= 'a' && name.charAt(0) <= 'z';
        for (int i = 0; good && i < name.length(); i++) {
            char c = name.charAt(i);
            good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
        }
        if (!good) {
            throw new IllegalArgumentException(what + " is lower-case letters, digits, '_' and '.', from a letter on");
        }
    }

    private static void requireValue(String key, String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("the attribute " + key + " is empty");
        }
        for (int i = 0; i < value.length(); i++) {
            if (Character.isISOControl(value.charAt(i))
                    || (Character.isSurrogate(value.charAt(i)) && !paired(value, i))) {
                throw new IllegalArgumentException("the attribute " + key + " holds a control character");
            }
        }
    }

    private static boolean paired(String value, int i) {
        return Character.isHighSurrogate(value.charAt(i))
                ? i + 1 < value.length() && Character.isLowSurrogate(value.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(value.charAt(i - 1));
    }
}
