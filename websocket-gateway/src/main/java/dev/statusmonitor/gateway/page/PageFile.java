package dev.statusmonitor.gateway.page;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file of the dashboard, with what was compressed ahead of time.
 *
 * @param path relative to the dashboard's folder
 * @param plain its content
 * @param brotli the same, compressed; null where there is none
 * @param gzip the same, compressed; null where there is none
 * @param tag tells this content from any other
 */
record PageFile(String path, byte[] plain, byte @Nullable [] brotli, byte @Nullable [] gzip, String tag) {
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html;charset=utf-8"),
            Map.entry("js", "text/javascript;charset=utf-8"),
            Map.entry("css", "text/css;charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("map", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("txt", "text/plain;charset=utf-8"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"));

    PageFile(String path, byte[] plain, byte @Nullable [] brotli, byte @Nullable [] gzip) {
        this(path, plain, brotli, gzip, hash(plain));
    }

    /** Its media type. */
    String type() {
        String end = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return TYPES.getOrDefault(end, "application/octet-stream");
    }

    /** Whether its name holds a hash of its content, so that it never changes. */
    boolean immutable() {
        return path.startsWith("assets/");
    }

    /**
     * The content for a client, by what it can unpack.
     *
     * @param acceptEncoding the header {@code Accept-Encoding}; null where there is none
     */
    Body body(@Nullable String acceptEncoding) {
        if (brotli != null && accepts(acceptEncoding, "br")) {
            return new Body(brotli, "br", '"' + tag + "-br\"");
        }
        if (gzip != null && accepts(acceptEncoding, "gzip")) {
            return new Body(gzip, "gzip", '"' + tag + "-gz\"");
        }
        return new Body(plain, null, '"' + tag + '"');
    }

    /** Whether the header (RFC 9110, section 12.5.3) names a coding and doesn't refuse it by a weight of 0. */
    private static boolean accepts(@Nullable String acceptEncoding, String coding) {
        if (acceptEncoding == null) {
            return false;
        }
        for (String each : acceptEncoding.split(",")) {
            String[] parts = each.split(";");
            if (parts[0].trim().equalsIgnoreCase(coding)) {
                return parts.length == 1 || !parts[1].replace(" ", "").matches("q=0(\\.0*)?");
            }
        }
        return false;
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content), 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * What goes over the wire.
     *
     * @param bytes the content
     * @param coding its content coding; null for none
     * @param etag its entity tag
     */
    record Body(byte[] bytes, @Nullable String coding, String etag) {}
}
