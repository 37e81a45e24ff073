package dev.statusmonitor.auth.session;

import dev.statusmonitor.auth.keys.SigningKey;
import dev.statusmonitor.auth.keys.SigningKeys;
import dev.statusmonitor.auth.secret.Secrets;
import dev.statusmonitor.contract.TokenClaims;
import io.jsonwebtoken.Jwts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;

/** Signs browsers' access tokens. */
public final class AccessTokens {
    private final SigningKeys keys;
    private final Duration lifetime;
    private final Clock clock;

    public AccessTokens(SigningKeys keys, Duration lifetime, Clock clock) {
        this.keys = keys;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /** A new token for this session. */
    AccessToken issue(Session session) {
        // JWT times are whole seconds; what is told of the end must not be later than what the token says.
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant end = now.plus(lifetime);
        SigningKey key = keys.current();
        String token = Jwts.builder()
                .header()
                .type(TokenClaims.TYPE_ACCESS)
                .keyId(key.id())
                .and()
                .issuer(TokenClaims.ISSUER)
                .subject(session.accountId())
                .audience()
                .add(TokenClaims.AUDIENCE_API)
                .and()
                .id(Secrets.newId())
                .issuedAt(Date.from(now))
                .expiration(Date.from(end))
                .claim(TokenClaims.SESSION, session.id())
                .signWith(key.key(), Jwts.SIG.EdDSA)
                .compact();
        return new AccessToken(token, end.toEpochMilli());
    }

    /** @param expires Unix time in milliseconds */
    record AccessToken(String token, long expires) {
        /** Without the token. */
        @Override
        public String toString() {
            return "AccessToken[" + expires + "]";
        }
    }
}
