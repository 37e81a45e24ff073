package dev.statusmonitor.starter.token;

import dev.statusmonitor.contract.ProblemTypes;
import dev.statusmonitor.contract.TokenClaims;
import dev.statusmonitor.starter.problem.Problem;
import dev.statusmonitor.starter.problem.ProblemWriter;
import dev.statusmonitor.starter.web.StandardHeaders;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * What the security chains of all services have in common: no server-side session, tokens from the header
 * {@code Authorization} or the cookie {@value #ACCESS_COOKIE}, unsafe methods only from the same origin, the standard
 * headers, and errors as problem details. A service adds its paths and who may call them.
 */
public final class SessionSecurity {
    /** The cookie that holds a browser's access token. */
    public static final String ACCESS_COOKIE = "sm_access";

    private SessionSecurity() {}

    /** A chain without tokens: for routes that are open, or that check something else. */
    public static HttpSecurity open(HttpSecurity http) {
        return http.csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .anonymous(anonymous -> {})
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .addFilterBefore(new SameOriginFilter(), AuthorizationFilter.class)
                .headers(headers -> headers.contentSecurityPolicy(
                                policy -> policy.policyDirectives(StandardHeaders.CONTENT_SECURITY_POLICY))
                        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER))
                        // Other names of the domain are not ours to speak for.
                        .httpStrictTransportSecurity(hsts -> hsts.includeSubDomains(false)))
                .exceptionHandling(errors -> errors.authenticationEntryPoint(
                                (request, response, e) -> unauthenticated(response))
                        .accessDeniedHandler((request, response, e) -> ProblemWriter.write(
                                response,
                                new Problem(
                                        HttpStatus.FORBIDDEN, ProblemTypes.FORBIDDEN, "This is not yours to do."))));
    }

    /**
     * A chain whose callers bear a token that {@code decoder} takes. In controllers
     * {@code @AuthenticationPrincipal Jwt} is its content. (People and their scripts: {@link CallerSecurity}.)
     */
    public static HttpSecurity withTokens(HttpSecurity http, JwtDecoder decoder) {
        return bearing(http, new JwtAuthenticationProvider(decoder)::authenticate);
    }

    /** A chain whose callers bear a token that {@code manager} takes. */
    static HttpSecurity bearing(HttpSecurity http, AuthenticationManager manager) {
        return open(http)
                .oauth2ResourceServer(server -> server.bearerTokenResolver(new CookieOrHeader())
                        .authenticationEntryPoint((request, response, e) -> unauthenticated(response))
                        .authenticationManagerResolver(request -> manager)
                        .withObjectPostProcessor(new ObjectPostProcessor<BearerTokenAuthenticationFilter>() {
                            @Override
                            public <O extends BearerTokenAuthenticationFilter> O postProcess(O filter) {
                                filter.setAuthenticationFailureHandler(SessionSecurity::failed);
                                return filter;
                            }
                        }));
    }

    private static void failed(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        if (e instanceof AuthenticationServiceException) {
            ProblemWriter.write(
                    response,
                    new Problem(
                            HttpStatus.SERVICE_UNAVAILABLE,
                            ProblemTypes.UNAVAILABLE,
                            "Who you are cannot be checked right now. Try again in a moment."),
                    Duration.ofSeconds(1));
        } else {
            unauthenticated(response);
        }
    }

    private static void unauthenticated(HttpServletResponse response) throws IOException {
        response.setHeader("WWW-Authenticate", "Bearer");
        ProblemWriter.write(
                response,
                new Problem(
                        HttpStatus.UNAUTHORIZED,
                        ProblemTypes.UNAUTHENTICATED,
                        "This needs a valid token: log in, or get a new token, and try again."));
    }

    /** The header first; a browser has only the cookie. */
    private static final class CookieOrHeader implements BearerTokenResolver {
        private final DefaultBearerTokenResolver header = new DefaultBearerTokenResolver();

        @Override
        public @Nullable String resolve(HttpServletRequest request) {
            String token = header.resolve(request);
            if (token != null || request.getCookies() == null) {
                return token;
            }
            for (Cookie cookie : request.getCookies()) {
                // An API token is a script's: in a cookie, other sites' pages could have it sent along.
                if (cookie.getName().equals(ACCESS_COOKIE)
                        && !cookie.getValue().isEmpty()
                        && !cookie.getValue().startsWith(TokenClaims.API_TOKEN_PREFIX)) {
                    return cookie.getValue();
                }
            }
            return null;
        }
    }
}
