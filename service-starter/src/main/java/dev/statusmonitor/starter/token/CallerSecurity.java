package dev.statusmonitor.starter.token;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.statusmonitor.contract.ProblemTypes;
import dev.statusmonitor.contract.TokenClaims;
import dev.statusmonitor.starter.problem.Problem;
import dev.statusmonitor.starter.problem.ProblemWriter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.web.client.RestClient;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * The one place that decides whether somebody in a session or a script with an API token may call a route: by the
 * service's {@link RouteRules}. What cannot be checked is refused with 503.
 */
public final class CallerSecurity {
    private final JwtDecoder sessions;
    private final ApiTokens tokens;

    /** @param sessions takes access tokens */
    public CallerSecurity(JwtDecoder sessions, ApiTokens tokens) {
        this.sessions = sessions;
        this.tokens = tokens;
    }

    /** For every service but auth-service, which it asks. */
    public static CallerSecurity asking(RestClient auth, Clock clock) {
        var keys = new RemotePublicKeys(
                () -> String.valueOf(
                        auth.get().uri("/internal/v1/jwks").retrieve().body(String.class)),
                System::nanoTime);
        var tokens = new RemoteApiTokens(token -> introspect(auth, token), Ticker.systemTicker(), clock);
        return new CallerSecurity(TokenDecoder.forAccess(keys, clock), tokens);
    }

    private static RemoteApiTokens.Introspection introspect(RestClient auth, String token) {
        var answer = auth.post()
                .uri("/internal/v1/tokens/introspect")
                .contentType(MediaType.APPLICATION_JSON)
                .body(java.util.Map.of("token", token))
                .retrieve()
                .body(RemoteApiTokens.Introspection.class);
        if (answer == null) {
            throw new IllegalStateException("auth-service gave no answer");
        }
        return answer;
    }

    /** A chain for the rules' routes of sessions and API tokens; it is complete. */
    public HttpSecurity chain(HttpSecurity http, RouteRules rules) {
        return SessionSecurity.bearing(http, this::authenticate)
                .securityMatcher(rules.callers())
                .exceptionHandling(errors -> errors.accessDeniedHandler((request, response, e) -> refuse(response, e)))
                .authorizeHttpRequests(
                        requests -> requests.anyRequest().access((who, context) -> decide(rules, who, context)));
    }

    private Authentication authenticate(Authentication given) {
        String token = ((BearerTokenAuthenticationToken) given).getToken();
        return new CallerAuthentication(
                token.startsWith(TokenClaims.API_TOKEN_PREFIX) ? byApiToken(token) : bySession(token));
    }

    private Caller byApiToken(String token) {
        try {
            return tokens.find(token).orElseThrow(() -> new InvalidBearerTokenException("the API token is not valid"));
        } catch (ApiTokens.UnavailableException e) {
            throw new AuthenticationServiceException("whose the API token is cannot be known now", e);
        }
    }

    private Caller bySession(String token) {
        try {
            return Caller.inSession(sessions.decode(token));
        } catch (BadJwtException | IllegalArgumentException e) {
            throw new InvalidBearerTokenException("the access token is not valid", e);
        } catch (JwtException e) {
            throw new AuthenticationServiceException("whether the access token is good cannot be known now", e);
        }
    }

    private static AuthorizationResult decide(
            RouteRules rules, Supplier<? extends @Nullable Authentication> who, RequestAuthorizationContext context) {
        Authentication authentication = who.get();
        if (!(authentication instanceof CallerAuthentication known)) {
            return new AuthorizationDecision(false);
        }
        var request = context.getRequest();
        var path = ServletRequestPathUtils.parse(request).pathWithinApplication();
        Optional<RouteRules.Needed> needed = rules.needed(HttpMethod.valueOf(request.getMethod()), path);
        boolean open = needed.map(rule -> rule.opensTo(known.caller)).orElseGet(known.caller::isInSession);
        return open
                ? new AuthorizationDecision(true)
                : new Refusal(needed.map(RouteRules.Needed::scope).orElse(null));
    }

    /** Says what an API token lacks (RFC 6750, section 3.1). */
    private static void refuse(HttpServletResponse response, AccessDeniedException e) throws IOException {
        String detail = "An API token cannot do this; log in.";
        if (e instanceof AuthorizationDeniedException denied
                && denied.getAuthorizationResult() instanceof Refusal refusal
                && refusal.scope != null) {
            response.setHeader(
                    HttpHeaders.WWW_AUTHENTICATE,
                    "Bearer error=\"insufficient_scope\", scope=\"" + refusal.scope + "\"");
            detail = "This API token lacks the scope " + refusal.scope + ".";
        }
        ProblemWriter.write(response, new Problem(HttpStatus.FORBIDDEN, ProblemTypes.FORBIDDEN, detail));
    }

    /** A caller that was recognised. */
    private static final class CallerAuthentication
            extends org.springframework.security.authentication.AbstractAuthenticationToken {
        private static final long serialVersionUID = 1L;

        private final transient Caller caller;

        CallerAuthentication(Caller caller) {
            super(java.util.List.of());
            this.caller = caller;
            setAuthenticated(true);
        }

        @Override
        public @Nullable Object getCredentials() {
            return null;
        }

        @Override
        public Object getPrincipal() {
            return caller;
        }

        /** For logs. */
        @Override
        public String getName() {
            return caller.accountId();
        }
    }

    private static final class Refusal extends AuthorizationDecision {
        private static final long serialVersionUID = 1L;

        private final @Nullable String scope;

        Refusal(@Nullable String scope) {
            super(false);
            this.scope = scope;
        }
    }
}
