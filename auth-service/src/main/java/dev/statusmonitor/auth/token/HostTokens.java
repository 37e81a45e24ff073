package dev.statusmonitor.auth.token;

import dev.statusmonitor.auth.cache.CacheWriter;
import dev.statusmonitor.auth.host.Host;
import dev.statusmonitor.auth.host.Hosts;
import dev.statusmonitor.auth.keys.AgentKey;
import dev.statusmonitor.auth.keys.SigningKey;
import dev.statusmonitor.auth.keys.SigningKeys;
import dev.statusmonitor.auth.secret.Secrets;
import dev.statusmonitor.contract.HostChange;
import dev.statusmonitor.contract.TokenClaims;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.ExpiredJwtException;
import io.jsonwebtoken.JwsHeader;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.LocatorAdapter;
import io.jsonwebtoken.UnsupportedJwtException;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.Key;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Issues host tokens, and tells good ones from bad; the cache learns of both. */
public final class HostTokens {
    private static final Logger log = LoggerFactory.getLogger(HostTokens.class);
    private static final int LENGTH_MAX = 4_096;
    private static final Duration REFUSALS_KEPT = Duration.ofSeconds(60);

    private final Hosts hosts;
    private final AssertionStore assertions;
    private final SigningKeys keys;
    private final CacheWriter cache;
    private final TokenSettings settings;
    private final JsonMapper json;
    private final MeterRegistry meters;
    private final Clock clock;
    private final JwtParser parser;

    public HostTokens(
            Hosts hosts,
            AssertionStore assertions,
            SigningKeys keys,
            CacheWriter cache,
            TokenSettings settings,
            JsonMapper json,
            MeterRegistry meters,
            Clock clock) {
        this.hosts = hosts;
        this.assertions = assertions;
        this.keys = keys;
        this.cache = cache;
        this.settings = settings;
        this.json = json;
        this.meters = meters;
        this.clock = clock;
        this.parser = Jwts.parser()
                .keyLocator(new Locator())
                .requireIssuer(TokenClaims.ISSUER)
                .requireAudience(TokenClaims.AUDIENCE_AGENT)
                .clock(() -> Date.from(clock.instant()))
                .build();
    }

    /**
     * Exchanges an agent's assertion for a host token.
     *
     * @throws Assertion.RefusedException where it is not good, and why
     */
    Issued exchange(String compact) throws Assertion.RefusedException {
        try {
            Issued issued = issue(host(compact));
            count("issued");
            return issued;
        } catch (Assertion.RefusedException e) {
            count(e.refusal().name().toLowerCase(Locale.ROOT));
            throw e;
        }
    }

    private Host host(String compact) throws Assertion.RefusedException {
        Optional<String> claimed = Assertion.claimedHost(compact);
        if (claimed.isEmpty()) {
            throw new Assertion.RefusedException(
                    Assertion.Refusal.MALFORMED, "the assertion is no signed JWT with a sub");
        }
        Optional<Host> found = hosts.find(claimed.get()).filter(host -> host.state() != HostChange.State.DELETED);
        if (found.isEmpty()) {
            throw new Assertion.RefusedException(
                    Assertion.Refusal.UNKNOWN_HOST, "there is no such host; enrol it again with a new code");
        }
        Host host = found.get();
        var key = AgentKey.parse(host.publicKey());
        Assertion assertion = Assertion.check(compact, host.id(), key, clock.instant(), settings);
        if (host.state() != HostChange.State.ACTIVE) {
            throw new Assertion.RefusedException(Assertion.Refusal.REVOKED, "the host was revoked");
        }
        if (!assertions.take(assertion)) {
            throw new Assertion.RefusedException(
                    Assertion.Refusal.REPLAYED, "the assertion was used before; sign a new one");
        }
        return host;
    }

    private Issued issue(Host host) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant end = now.plus(settings.lifetime());
        SigningKey key = keys.current();
        var builder = Jwts.builder()
                .header()
                .type(TokenClaims.TYPE_HOST)
                .keyId(key.id())
                .and()
                .issuer(TokenClaims.ISSUER)
                .subject(host.id())
                .audience()
                .add(TokenClaims.AUDIENCE_AGENT)
                .and()
                .id(Secrets.newId())
                .issuedAt(Date.from(now))
                .expiration(Date.from(end))
                .claim(TokenClaims.EPOCH, host.epoch());
        if (host.ownerId() != null) {
            builder.claim(TokenClaims.OWNER, host.ownerId());
        }
        String token = builder.signWith(key.key(), Jwts.SIG.EdDSA).compact();
        keep(token, Introspection.active(host.id(), host.ownerId(), host.epoch(), end.toEpochMilli()));
        return new Issued(token, settings.lifetime());
    }

    /** Whether a host token is good now. */
    Introspection introspect(String token) {
        Introspection answer = look(token);
        keep(token, answer);
        meters.counter("statusmonitor.auth.introspections", "outcome", answer.active() ? "active" : reason(answer))
                .increment();
        return answer;
    }

    private Introspection look(String token) {
        if (token.length() > LENGTH_MAX) {
            return Introspection.refused("invalid");
        }
        Claims claims;
        try {
            claims = parser.parseSignedClaims(token).getPayload();
        } catch (ExpiredJwtException e) {
            return Introspection.refused("expired");
        } catch (JwtException | IllegalArgumentException e) {
            log.atDebug().setCause(e).log("a host token was refused");
            return Introspection.refused("invalid");
        }
        if (claims.getSubject() == null
                || claims.getExpiration() == null
                || !(claims.get(TokenClaims.EPOCH) instanceof Number epoch)) {
            return Introspection.refused("invalid");
        }
        // RFC 7519: on and after its end it is no good; jjwt still takes it on its end.
        long expires = claims.getExpiration().toInstant().toEpochMilli();
        if (expires <= clock.millis()) {
            return Introspection.refused("expired");
        }
        return hosts.find(claims.getSubject())
                .filter(host -> host.state() == HostChange.State.ACTIVE)
                // Of an active host whose access has changed, such as its owner: its agent can have a new token.
                .map(host -> host.epoch() == epoch.longValue()
                        ? Introspection.active(host.id(), host.ownerId(), host.epoch(), expires)
                        : Introspection.refused("expired"))
                .orElseGet(() -> Introspection.refused("revoked"));
    }

    private void keep(String token, Introspection answer) {
        String hash = Secrets.sha256(token);
        String text = json.writeValueAsString(answer);
        String hostId = answer.hostId();
        Long epoch = answer.epoch();
        Long expires = answer.expires();
        if (hostId == null || epoch == null || expires == null) {
            cache.putRefused(hash, text, REFUSALS_KEPT);
        } else {
            cache.putGood(hash, text, hostId, epoch, Duration.ofMillis(expires - clock.millis()));
        }
    }

    private void count(String outcome) {
        meters.counter("statusmonitor.auth.tokens", "outcome", outcome).increment();
    }

    private static String reason(Introspection answer) {
        String reason = answer.reason();
        return reason == null ? "invalid" : reason;
    }

    private final class Locator extends LocatorAdapter<Key> {
        @Override
        protected Key locate(JwsHeader header) {
            if (!TokenClaims.TYPE_HOST.equals(header.getType())
                    || !Jwts.SIG.EdDSA.getId().equals(header.getAlgorithm())) {
                throw new UnsupportedJwtException("a token of another kind");
            }
            String keyId = header.getKeyId();
            return keys.find(keyId == null ? "" : keyId)
                    .orElseThrow(() -> new UnsupportedJwtException("a token signed by an unknown key"));
        }
    }

    /** A host token. */
    record Issued(String token, Duration lifetime) {
        /** Without the token. */
        @Override
        public String toString() {
            return "Issued[" + lifetime + "]";
        }
    }
}
