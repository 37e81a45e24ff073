package dev.statusmonitor.starter.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.statusmonitor.contract.TokenClaims;
import dev.statusmonitor.starter.internal.ServiceKeys;
import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtException;

class TokenDecoderTest {
    private static final KeyPair KEY = ServiceKeys.generate();
    private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

    private final TestClock clock = new TestClock(START);
    private final PublicKeys keys = id -> id.equals("k1") ? Optional.of(KEY.getPublic()) : Optional.empty();
    private final TokenDecoder decoder = TokenDecoder.forAccess(keys, clock);

    @Test
    void takesAGoodTokenAndKnowsWhoseItIs() {
        var jwt = decoder.decode(good().compact());

        assertThat(jwt.getSubject()).isEqualTo("account-1");
        assertThat(jwt.getAudience()).containsExactly(TokenClaims.AUDIENCE_API);
        assertThat(jwt.getExpiresAt()).isEqualTo(START.plus(Duration.ofMinutes(10)));
        assertThat(jwt.getClaimAsString(TokenClaims.SESSION)).isEqualTo("s1");
    }

    @Test
    void refusesATokenThatItRemembersOnceItHasExpired() {
        String token = good().compact();
        decoder.decode(token);

        clock.set(START.plus(Duration.ofMinutes(11)));

        assertThatThrownBy(() -> decoder.decode(token)).isInstanceOf(BadJwtException.class);
    }

    @Test
    void refusesAnotherKeyUnderTheSameId() {
        String token = good().signWith(ServiceKeys.generate().getPrivate(), Jwts.SIG.EdDSA)
                .compact();

        assertThatThrownBy(() -> decoder.decode(token)).isInstanceOf(BadJwtException.class);
    }

    @Test
    void refusesAnUnknownKey() {
        String token = good().header().keyId("k2").and().compact();

        assertThatThrownBy(() -> decoder.decode(token)).isInstanceOf(BadJwtException.class);
    }

    @Test
    void refusesAnotherType() {
        String token = good().header().type(TokenClaims.TYPE_HOST).and().compact();

        assertThatThrownBy(() -> decoder.decode(token)).isInstanceOf(BadJwtException.class);
    }

    @Test
    void refusesAnotherAudience() {
        String token = good().audience().add(TokenClaims.AUDIENCE_AGENT).and().compact();
        String onlyOther = token(TokenClaims.AUDIENCE_AGENT, TokenClaims.ISSUER).compact();

        assertThat(decoder.decode(token).getAudience()).contains(TokenClaims.AUDIENCE_API);
        assertThatThrownBy(() -> decoder.decode(onlyOther)).isInstanceOf(BadJwtException.class);
    }

    @Test
    void refusesAnotherIssuer() {
        String token = token(TokenClaims.AUDIENCE_API, "somebody").compact();

        assertThatThrownBy(() -> decoder.decode(token)).isInstanceOf(BadJwtException.class);
    }

    @Test
    void refusesAlgorithmNoneAndASharedSecret() {
        String[] parts = good().compact().split("\\.", -1);
        String none = encode("{\"alg\":\"none\",\"typ\":\"at+jwt\",\"kid\":\"k1\"}") + "." + parts[1] + ".";
        String hmac = Jwts.builder()
                .header()
                .type(TokenClaims.TYPE_ACCESS)
                .keyId("k1")
                .and()
                .subject("account-1")
                .signWith(io.jsonwebtoken.security.Keys.hmacShaKeyFor(new byte[64]))
                .compact();

        assertThatThrownBy(() -> decoder.decode(none)).isInstanceOf(BadJwtException.class);
        assertThatThrownBy(() -> decoder.decode(hmac)).isInstanceOf(BadJwtException.class);
    }

    @Test
    void refusesWhatIsNoToken() {
        for (String text : new String[] {"", "a", "a.b.c", "....", "null"}) {
            assertThatThrownBy(() -> decoder.decode(text)).as(text).isInstanceOf(BadJwtException.class);
        }
    }

    @Test
    void saysThatItCannotKnowWhileTheKeysAreNotToBeHad() {
        var away = TokenDecoder.forAccess(
                id -> {
                    throw new PublicKeys.KeysUnavailableException("away", new IllegalStateException());
                },
                clock);

        assertThatThrownBy(() -> away.decode(good().compact()))
                .isInstanceOf(JwtException.class)
                .isNotInstanceOf(BadJwtException.class);
    }

    private JwtBuilder good() {
        return token(TokenClaims.AUDIENCE_API, TokenClaims.ISSUER);
    }

    private JwtBuilder token(String audience, String issuer) {
        return Jwts.builder()
                .header()
                .type(TokenClaims.TYPE_ACCESS)
                .keyId("k1")
                .and()
                .issuer(issuer)
                .subject("account-1")
                .audience()
                .add(audience)
                .and()
                .claim(TokenClaims.SESSION, "s1")
                .issuedAt(Date.from(START))
                .expiration(Date.from(START.plus(Duration.ofMinutes(10))))
                .signWith(KEY.getPrivate(), Jwts.SIG.EdDSA);
    }

    private static String encode(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
