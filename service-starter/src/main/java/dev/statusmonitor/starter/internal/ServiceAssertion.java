package dev.statusmonitor.starter.internal;

import dev.statusmonitor.contract.TokenClaims;
import io.jsonwebtoken.Jwts;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;

/** What a service signs to call another: a JWT with its own name as issuer and subject, good for a minute. */
public final class ServiceAssertion {
    /** What the tools of whoever runs the platform go by, which are no service: {@code /internal/v1/owner/} is theirs alone. */
    public static final String OWNERS_TOOLS = "doctor";

    static final Duration LIFETIME = Duration.ofMinutes(1);

    private ServiceAssertion() {}

    /** A new assertion. */
    public static String sign(String service, PrivateKey key, Instant now) {
        return Jwts.builder()
                .header()
                .type(TokenClaims.TYPE_SERVICE_ASSERTION)
                .keyId(service)
                .and()
                .issuer(service)
                .subject(service)
                .audience()
                .add(TokenClaims.AUDIENCE_INTERNAL)
                .and()
                .id(UUID.randomUUID().toString())
                .issuedAt(Date.from(now))
                .expiration(Date.from(now.plus(LIFETIME)))
                .signWith(key, Jwts.SIG.EdDSA)
                .compact();
    }
}
