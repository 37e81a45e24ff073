package dev.statusmonitor.ingestion.authenticate;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** A bearer token as it came: nothing of it is trusted. */
final class HostToken {
    /** Longer than any that auth-service issues. */
    static final int MAX_LENGTH = 4_096;

    private static final JsonFactory JSON = new JsonFactory();
    private static final HexFormat HEX = HexFormat.of();
    private static final MessageDigest SHA_256 = sha256();

    private final String text;
    private final Hash hash;

    HostToken(String text) {
        this.text = text;
        this.hash = Hash.of(text);
    }

    /** The token itself: a secret. */
    String text() {
        return text;
    }

    Hash hash() {
        return hash;
    }

    /**
     * The host that the token claims to be of: good for nothing but to ask Redis two questions at once. Null where the
     * token is no JWT, so that nobody needs to be asked.
     */
    @Nullable String claimedHost() {
        int first = text.indexOf('.');
        int second = text.indexOf('.', first + 1);
        if (first < 0 || second < 0 || text.indexOf('.', second + 1) >= 0) {
            return null;
        }
        try {
            byte[] payload = Base64.getUrlDecoder().decode(text.substring(first + 1, second));
            try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), payload)) {
                if (json.nextToken() != JsonToken.START_OBJECT) {
                    return null;
                }
                for (String name = json.nextName(); name != null; name = json.nextName()) {
                    JsonToken token = json.nextToken();
                    if (name.equals("sub")) {
                        return token == JsonToken.VALUE_STRING ? json.getString() : null;
                    }
                    json.skipChildren();
                }
            }
            return null;
        } catch (IllegalArgumentException | JacksonException e) {
            return null;
        }
    }

    /** Never the token. */
    @Override
    public String toString() {
        return "a host token";
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java lacks SHA-256", e);
        }
    }

    /** A token's SHA-256, by which it is remembered instead of by itself. */
    record Hash(long a, long b, long c, long d) {
        static Hash of(String token) {
            MessageDigest digest;
            try {
                // Cheaper than asking the providers each time.
                digest = (MessageDigest) SHA_256.clone();
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException("this Java's SHA-256 cannot be cloned", e);
            }
            var bytes = ByteBuffer.wrap(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
            return new Hash(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
        }

        /** The reverse of {@link #hex}; null where the text is none. */
        static @Nullable Hash parse(String hex) {
            if (hex.length() != 64) {
                return null;
            }
            try {
                return new Hash(
                        HexFormat.fromHexDigitsToLong(hex, 0, 16),
                        HexFormat.fromHexDigitsToLong(hex, 16, 32),
                        HexFormat.fromHexDigitsToLong(hex, 32, 48),
                        HexFormat.fromHexDigitsToLong(hex, 48, 64));
            } catch (IllegalArgumentException e) {
                return null;
            }
        }

        /** 64 lower-case digits. */
        String hex() {
            return HEX.toHexDigits(a) + HEX.toHexDigits(b) + HEX.toHexDigits(c) + HEX.toHexDigits(d);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(a);
        }
    }
}
