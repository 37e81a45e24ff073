package dev.statusmonitor.history.store.influxdb;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Names of hosts and series as InfluxDB keeps them, and back. A host's id becomes text of a few safe characters, fit
 * for a tag, a literal and a predicate alike; a series keeps its name, but for the signs that line protocol has no
 * escape for. Both by percent-encoding, so that no two names become one.
 */
final class Names {
    private static final String HEX = "0123456789ABCDEF";
    private static final int DELETE = 0x7f;

    private Names() {}

    /** Letters, digits, dots and underscores stay, and a dash that is not the first; all else is percent-encoded UTF-8. */
    static String host(String id) {
        var text = new StringBuilder(id.length());
        for (byte each : id.getBytes(StandardCharsets.UTF_8)) {
            char sign = (char) (each & 0xFF);
            if (isPlain(sign) || (sign == '-' && !text.isEmpty())) {
                text.append(sign);
            } else {
                encode(text, each);
            }
        }
        return text.toString();
    }

    /** Percent signs, backslashes and control characters are percent-encoded. */
    static String field(String series) {
        StringBuilder text = null;
        for (int i = 0; i < series.length(); i++) {
            char sign = series.charAt(i);
            boolean safe = sign != '%' && sign != '\\' && sign >= ' ' && sign != DELETE;
            if (!safe && text == null) {
                text = new StringBuilder(series.length() + 8).append(series, 0, i);
            }
            if (text != null) {
                if (safe) {
                    text.append(sign);
                } else {
                    encode(text, (byte) sign);
                }
            }
        }
        return text == null ? series : text.toString();
    }

    /** What {@link #host} or {@link #field} was made of. */
    static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        var bytes = new ByteArrayOutputStream(encoded.length);
        for (int i = 0; i < encoded.length; i++) {
            if (encoded[i] == '%' && i + 2 < encoded.length) {
                bytes.write((Character.digit(encoded[i + 1], 16) << 4) | Character.digit(encoded[i + 2], 16));
                i += 2;
            } else {
                bytes.write(encoded[i]);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static boolean isPlain(char sign) {
        return (sign >= 'a' && sign <= 'z')
                || (sign >= 'A' && sign <= 'Z')
                || (sign >= '0' && sign <= '9')
                || sign == '.'
                || sign == '_';
    }

    private static void encode(StringBuilder text, byte each) {
        text.append('%').append(HEX.charAt((each >> 4) & 0xF)).append(HEX.charAt(each & 0xF));
    }
}
