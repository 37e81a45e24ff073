package dev.statusmonitor.auth.session;

import dev.statusmonitor.contract.TokenClaims;
import java.util.Objects;
import org.springframework.security.oauth2.jwt.Jwt;

/** Who calls, by a token that {@link LiveSessionDecoder} has taken. */
public record Caller(String accountId, String sessionId) {
    public static Caller of(Jwt token) {
        return new Caller(
                Objects.requireNonNull(token.getSubject()),
                Objects.requireNonNull(token.getClaimAsString(TokenClaims.SESSION)));
    }
}
