package dev.statusmonitor.agent.enrol;

import dev.statusmonitor.agent.send.Json;
import dev.statusmonitor.contract.TokenClaims;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;

/** What a host signs to get a token (RFC 7523): a JWT by Ed25519 (RFC 8037). */
final class Assertion {
    private static final Duration LASTS = Duration.ofMinutes(2);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private Assertion() {}

    /** @param now the platform's time, Unix ms */
    static String sign(String hostId, PrivateKey key, long now) {
        var header = new LinkedHashMap<String, String>();
        header.put("alg", "EdDSA");
        header.put("typ", TokenClaims.TYPE_AGENT_ASSERTION);
        var id = new byte[16];
        RANDOM.nextBytes(id);
        var claims = new LinkedHashMap<String, Object>();
        claims.put("iss", hostId);
        claims.put("sub", hostId);
        claims.put("aud", TokenClaims.AUDIENCE_TOKEN);
        claims.put("iat", now / 1_000);
        claims.put("exp", now / 1_000 + LASTS.toSeconds());
        claims.put("jti", BASE64URL.encodeToString(id));
        String signed =
                BASE64URL.encodeToString(Json.write(header)) + "." + BASE64URL.encodeToString(Json.write(claims));
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + BASE64URL.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java cannot sign by Ed25519.", e);
        }
    }
}
