package dev.statusmonitor.starter.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.statusmonitor.contract.TokenClaims;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.JwsHeader;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.LocatorAdapter;
import io.jsonwebtoken.UnsupportedJwtException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Key;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Takes the caller of an internal route to be the service whose assertion it bears. */
final class ServiceAssertionFilter extends OncePerRequestFilter {
    private static final long CLOCK_SKEW_SECONDS = 5;

    private final Clock clock;
    private final JwtParser parser;
    // Its caller uses an assertion again for as long as it is good; checking the signature costs a millisecond.
    private final Cache<String, Caller> good =
            Caffeine.newBuilder().maximumSize(1_000).build();

    ServiceAssertionFilter(ServiceKeys keys, Clock clock) {
        this.clock = clock;
        this.parser = Jwts.parser()
                .keyLocator(new Locator(keys))
                .requireAudience(TokenClaims.AUDIENCE_INTERNAL)
                .clock(() -> Date.from(clock.instant()))
                .clockSkewSeconds(CLOCK_SKEW_SECONDS)
                .build();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header != null && header.startsWith("Bearer ")) {
            Caller caller = check(header.substring("Bearer ".length()));
            if (caller != null) {
                SecurityContextHolder.getContext()
                        .setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                                caller.service, null, authorities(caller.service)));
            }
        }
        chain.doFilter(request, response);
    }

    private static List<GrantedAuthority> authorities(String caller) {
        return caller.equals(ServiceAssertion.OWNERS_TOOLS)
                ? AuthorityUtils.createAuthorityList("ROLE_SERVICE", "ROLE_OWNER")
                : AuthorityUtils.createAuthorityList("ROLE_SERVICE");
    }

    private @Nullable Caller check(String assertion) {
        Caller known = good.getIfPresent(assertion);
        if (known != null && clock.instant().isBefore(known.expires)) {
            return known;
        }
        try {
            var jws = parser.parseSignedClaims(assertion);
            Claims claims = jws.getPayload();
            // The key is looked up by kid, so kid, iss and sub must name the same service.
            if (!claims.get(Claims.ISSUER, String.class).equals(jws.getHeader().getKeyId())
                    || claims.getExpiration() == null
                    || claims.getIssuedAt() == null
                    || claims.getIssuer() == null
                    || !claims.getIssuer().equals(claims.getSubject())
                    || claims.getExpiration()
                            .toInstant()
                            .isAfter(claims.getIssuedAt().toInstant().plus(ServiceAssertion.LIFETIME))) {
                return null;
            }
            var caller = new Caller(claims.getSubject(), claims.getExpiration().toInstant());
            good.put(assertion, caller);
            return caller;
        } catch (JwtException | IllegalArgumentException e) {
            logger.debug("an assertion was refused", e);
            return null;
        }
    }

    private record Caller(String service, Instant expires) {}

    private static final class Locator extends LocatorAdapter<Key> {
        private final ServiceKeys keys;

        Locator(ServiceKeys keys) {
            this.keys = keys;
        }

        @Override
        protected Key locate(JwsHeader header) {
            if (!TokenClaims.TYPE_SERVICE_ASSERTION.equals(header.getType())
                    || !Jwts.SIG.EdDSA.getId().equals(header.getAlgorithm())) {
                throw new UnsupportedJwtException("an assertion of another kind");
            }
            String service = header.getKeyId();
            return keys.publicKey(service == null ? "" : service)
                    .orElseThrow(() -> new UnsupportedJwtException("nobody of that name is trusted"));
        }
    }
}
