package dev.statusmonitor.starter.token;

import dev.statusmonitor.contract.TokenClaims;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * Who calls a route of {@link CallerSecurity}: a person in a session, or a script with a personal API token. In
 * controllers: {@code @AuthenticationPrincipal Caller}. That the route is open to this caller has been checked by then.
 *
 * @param accountId whose hosts these are
 * @param sessionId null where the caller has an API token
 * @param tokenId the API token's id; null where the caller is in a session
 * @param scopes the API token's; empty in a session, which needs none
 */
public record Caller(
        String accountId,
        @Nullable String sessionId,
        @Nullable String tokenId,
        Set<String> scopes) {
    public Caller {
        if ((sessionId == null) == (tokenId == null)) {
            throw new IllegalArgumentException("a caller has either a session or an API token");
        }
        scopes = Set.copyOf(scopes);
    }

    /**
     * Somebody in a session.
     *
     * @throws IllegalArgumentException where the access token names no account or no session
     */
    public static Caller inSession(Jwt accessToken) {
        String account = accessToken.getSubject();
        String session = accessToken.getClaimAsString(TokenClaims.SESSION);
        if (account == null || session == null) {
            throw new IllegalArgumentException("an access token has sub and sid");
        }
        return new Caller(account, session, null, Set.of());
    }

    /** Whoever bears an API token. */
    public static Caller withToken(String accountId, String tokenId, Set<String> scopes) {
        return new Caller(accountId, null, tokenId, scopes);
    }

    /** Whether the caller is in a session, and may do all that the account may. */
    public boolean isInSession() {
        return sessionId != null;
    }

    /**
     * The session's id, on a route that {@link RouteRules#session} opens to nobody else.
     *
     * @throws IllegalStateException where the caller is in none
     */
    public String session() {
        if (sessionId == null) {
            throw new IllegalStateException("an API token came to a route for sessions");
        }
        return sessionId;
    }

    /** What the caller's access ends with: the session's id or the API token's. */
    public String grantId() {
        return sessionId == null ? Objects.requireNonNull(tokenId) : sessionId;
    }
}
