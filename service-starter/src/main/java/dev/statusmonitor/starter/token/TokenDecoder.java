package dev.statusmonitor.starter.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.statusmonitor.contract.TokenClaims;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.Jws;
import io.jsonwebtoken.JwsHeader;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.LocatorAdapter;
import io.jsonwebtoken.UnsupportedJwtException;
import java.security.Key;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/**
 * Spring Security's decoder over jjwt for tokens that auth-service signed: algorithm ({@code EdDSA}), type, issuer,
 * audience and times are pinned. A token that was good is remembered until it expires, since checking an Ed25519
 * signature costs about a millisecond.
 */
public final class TokenDecoder implements JwtDecoder {
    private static final long CLOCK_SKEW_SECONDS = 5;

    private final String type;
    private final PublicKeys keys;
    private final Clock clock;
    private final JwtParser parser;
    private final Cache<String, Jwt> good =
            Caffeine.newBuilder().maximumSize(10_000).build();

    /**
     * @param type the {@code typ} header, one of {@link TokenClaims}
     * @param audience the {@code aud} claim, one of {@link TokenClaims}
     */
    public TokenDecoder(String type, String audience, PublicKeys keys, Clock clock) {
        this.type = type;
        this.keys = keys;
        this.clock = clock;
        this.parser = Jwts.parser()
                .keyLocator(new Locator())
                .requireIssuer(TokenClaims.ISSUER)
                .requireAudience(audience)
                .clock(() -> Date.from(clock.instant()))
                .clockSkewSeconds(CLOCK_SKEW_SECONDS)
                .build();
    }

    /** A decoder of browsers' access tokens. */
    public static TokenDecoder forAccess(PublicKeys keys, Clock clock) {
        return new TokenDecoder(TokenClaims.TYPE_ACCESS, TokenClaims.AUDIENCE_API, keys, clock);
    }

    /** A decoder of hosts' tokens. It knows nothing of revocation: the ingestion edge asks auth-service instead. */
    public static TokenDecoder forHost(PublicKeys keys, Clock clock) {
        return new TokenDecoder(TokenClaims.TYPE_HOST, TokenClaims.AUDIENCE_AGENT, keys, clock);
    }

    /**
     * @throws BadJwtException where the token is not good
     * @throws JwtException where that cannot be known now
     */
    @Override
    public Jwt decode(String token) {
        Jwt known = good.getIfPresent(token);
        if (known != null && known.getExpiresAt() != null && clock.instant().isBefore(known.getExpiresAt())) {
            return known;
        }
        try {
            Jwt jwt = toSpring(token, parser.parseSignedClaims(token));
            good.put(token, jwt);
            return jwt;
        } catch (PublicKeys.KeysUnavailableException e) {
            throw new JwtException("the signing keys are not to be had", e);
        } catch (io.jsonwebtoken.JwtException | IllegalArgumentException e) {
            throw new BadJwtException("the token is not valid", e);
        }
    }

    private static Jwt toSpring(String token, Jws<Claims> jws) {
        Claims claims = jws.getPayload();
        Instant issued =
                claims.getIssuedAt() == null ? null : claims.getIssuedAt().toInstant();
        if (claims.getExpiration() == null || issued == null || claims.getSubject() == null) {
            throw new UnsupportedJwtException("a token has sub, iat and exp");
        }
        var values = new HashMap<String, Object>(claims);
        values.put(Claims.AUDIENCE, java.util.List.copyOf(claims.getAudience()));
        values.put(Claims.ISSUED_AT, issued);
        values.put(Claims.EXPIRATION, claims.getExpiration().toInstant());
        values.remove(Claims.NOT_BEFORE);
        return new Jwt(token, issued, claims.getExpiration().toInstant(), new HashMap<>(jws.getHeader()), values);
    }

    private final class Locator extends LocatorAdapter<Key> {
        @Override
        protected Key locate(JwsHeader header) {
            if (!type.equals(header.getType()) || !Jwts.SIG.EdDSA.getId().equals(header.getAlgorithm())) {
                throw new UnsupportedJwtException("a token of another kind");
            }
            String keyId = header.getKeyId();
            return keys.find(keyId == null ? "" : keyId)
                    .orElseThrow(() -> new UnsupportedJwtException("a token signed by an unknown key"));
        }
    }
}
