package dev.statusmonitor.auth.keys;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/** An agent's public key as it travels: base64url, without padding, of the raw 32 bytes (RFC 8032, section 5.1.5). */
public final class AgentKey {
    private static final int BYTES = 32;

    /** What DER puts before the raw bytes of an Ed25519 key (RFC 8410, section 10.1). */
    private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private AgentKey() {}

    /** Whether it is a key by which signatures can be checked. */
    public static boolean isOne(String base64url) {
        try {
            // Whether the bytes are a point of the curve is seen only when the key is put to use.
            Signature.getInstance("Ed25519").initVerify(parse(base64url));
            return true;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    /** @throws IllegalArgumentException where it is none */
    public static PublicKey parse(String base64url) {
        byte[] raw = Base64.getUrlDecoder().decode(base64url);
        if (raw.length != BYTES || base64url.contains("=")) {
            throw new IllegalArgumentException("not the raw bytes of an Ed25519 key");
        }
        byte[] der = java.util.Arrays.copyOf(PREFIX, PREFIX.length + BYTES);
        System.arraycopy(raw, 0, der, PREFIX.length, BYTES);
        try {
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an Ed25519 key", e);
        }
    }
}
