package dev.statusmonitor.auth.token;

import dev.statusmonitor.contract.TokenClaims;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.ExpiredJwtException;
import io.jsonwebtoken.Jws;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.PrematureJwtException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an agent signs to get a host token (RFC 7523, section 3), once it has been found good.
 *
 * @param hostId who signed it
 * @param id its {@code jti}
 * @param expires Unix time in milliseconds
 */
record Assertion(String hostId, String id, long expires) {
    static final int LENGTH_MAX = 4_096;
    private static final int ID_MAX = 200;
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * Who an assertion says it is of. Nothing of this is checked yet: it tells only with whose key to check it.
     *
     * @return empty where it is no assertion
     */
    static Optional<String> claimedHost(String compact) {
        String[] parts = compact.split("\\.", -1);
        if (compact.length() > LENGTH_MAX || parts.length != 3) {
            return Optional.empty();
        }
        try {
            byte[] payload = Base64.getUrlDecoder().decode(parts[1]);
            JsonNode subject =
                    JSON.readTree(new String(payload, StandardCharsets.UTF_8)).path("sub");
            return subject.isString() ? Optional.of(subject.stringValue()).filter(Assertion::isId) : Optional.empty();
        } catch (IllegalArgumentException | JacksonException e) {
            return Optional.empty();
        }
    }

    /** PostgreSQL, for one, takes no text with a zero character in it, not even to look for. */
    private static boolean isId(String text) {
        return text.length() <= ID_MAX && text.chars().allMatch(c -> c > ' ' && c < 127);
    }

    /**
     * Checks everything that an assertion says, with the key of the host that it claims to be of.
     *
     * @throws RefusedException where it is not good, and why
     */
    static Assertion check(String compact, String hostId, PublicKey key, Instant now, TokenSettings settings)
            throws RefusedException {
        Claims claims = signed(compact, hostId, key, now, settings).getPayload();
        Date issued = claims.getIssuedAt();
        Date expires = claims.getExpiration();
        if (issued == null || expires == null) {
            throw new RefusedException(Refusal.MALFORMED, "the assertion must have iat and exp");
        }
        if (issued.toInstant().minus(settings.clockSkew()).isAfter(now)) {
            throw clock(now, "was issued in the future");
        }
        if (expires.toInstant().isAfter(issued.toInstant().plus(settings.assertionLifetime()))) {
            throw new RefusedException(
                    Refusal.MALFORMED,
                    "the assertion must not be good for longer than "
                            + settings.assertionLifetime().toSeconds() + " s");
        }
        String id = claims.getId();
        if (id == null || id.isEmpty() || id.length() > ID_MAX) {
            throw new RefusedException(
                    Refusal.MALFORMED, "the assertion must have a jti of at most " + ID_MAX + " characters");
        }
        return new Assertion(hostId, id, expires.toInstant().toEpochMilli());
    }

    private static Jws<Claims> signed(String compact, String hostId, PublicKey key, Instant now, TokenSettings settings)
            throws RefusedException {
        Jws<Claims> jws;
        try {
            jws = Jwts.parser()
                    .verifyWith(key)
                    .requireIssuer(hostId)
                    .requireSubject(hostId)
                    .requireAudience(TokenClaims.AUDIENCE_TOKEN)
                    .clock(() -> Date.from(now))
                    .clockSkewSeconds(settings.clockSkew().toSeconds())
                    .build()
                    .parseSignedClaims(compact);
        } catch (ExpiredJwtException e) {
            throw clock(now, "has expired");
        } catch (PrematureJwtException e) {
            throw clock(now, "is not good yet");
        } catch (io.jsonwebtoken.ClaimJwtException e) {
            throw new RefusedException(
                    Refusal.MALFORMED,
                    "the assertion must have the host id as iss and sub, and the aud " + TokenClaims.AUDIENCE_TOKEN);
        } catch (JwtException | IllegalArgumentException e) {
            throw new RefusedException(
                    Refusal.BAD_SIGNATURE, "the assertion is not signed with EdDSA by the key this host enrolled with");
        }
        if (!Jwts.SIG.EdDSA.getId().equals(jws.getHeader().getAlgorithm())
                || !TokenClaims.TYPE_AGENT_ASSERTION.equals(jws.getHeader().getType())) {
            throw new RefusedException(
                    Refusal.MALFORMED,
                    "the assertion's header must be {\"alg\":\"EdDSA\",\"typ\":\"" + TokenClaims.TYPE_AGENT_ASSERTION
                            + "\"}");
        }
        return jws;
    }

    private static RefusedException clock(Instant now, String what) {
        return new RefusedException(
                Refusal.CLOCK,
                "the assertion " + what + "; the platform's time is " + now.toEpochMilli()
                        + ": set the host's clock, or reckon with the difference");
    }

    /** Why no token is issued; {@code reason} in the answer, in lower case. */
    enum Refusal {
        /** It is no assertion as this platform wants them. */
        MALFORMED,
        /** It is over, or not good yet: the host's clock is wrong. */
        CLOCK,
        /** There is no such host, or it was deleted. */
        UNKNOWN_HOST,
        /** The host was revoked. */
        REVOKED,
        /** Another key signed it. */
        BAD_SIGNATURE,
        /** It was used before. */
        REPLAYED
    }

    /** An assertion for which no token is issued. */
    static final class RefusedException extends Exception {
        private final Refusal refusal;

        /** @param message for the agent's log */
        RefusedException(Refusal refusal, String message) {
            super(message);
            this.refusal = refusal;
        }

        Refusal refusal() {
            return refusal;
        }
    }
}
