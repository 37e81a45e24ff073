package dev.statusmonitor.auth.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.statusmonitor.auth.token.Assertion.Refusal;
import dev.statusmonitor.contract.TokenClaims;
import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AssertionTest {
    private static final String HOST = "h1";
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final TokenSettings SETTINGS =
            new TokenSettings(Duration.ofHours(1), Duration.ofMinutes(5), Duration.ofSeconds(60));

    private final AgentSide agent = new AgentSide();

    @Test
    void takesAGoodOne() throws Exception {
        String compact = agent.assertion(HOST, NOW);

        assertThat(Assertion.claimedHost(compact)).contains(HOST);
        Assertion assertion = check(compact, NOW);
        assertThat(assertion.hostId()).isEqualTo(HOST);
        assertThat(assertion.expires()).isEqualTo(NOW.plusSeconds(60).toEpochMilli());
    }

    @Test
    void bearsAClockThatIsAMinuteOff() throws Exception {
        String compact = agent.assertion(HOST, NOW);

        assertThat(check(compact, NOW.minusSeconds(60)).hostId()).isEqualTo(HOST);
        assertThat(check(compact, NOW.plusSeconds(119)).hostId()).isEqualTo(HOST);
        refused(compact, NOW.minusSeconds(62), Refusal.CLOCK);
        refused(compact, NOW.plusSeconds(122), Refusal.CLOCK);
        refused(compact, NOW.plus(Duration.ofHours(3)), Refusal.CLOCK);
    }

    @Test
    void tellsTheTimeToAWrongClock() {
        assertThatThrownBy(() -> check(agent.assertion(HOST, NOW), NOW.plus(Duration.ofHours(3))))
                .hasMessageContaining(
                        Long.toString(NOW.plus(Duration.ofHours(3)).toEpochMilli()));
        assertThatThrownBy(() -> check(
                        agent.sign(AgentSide.unsigned(HOST, NOW).notBefore(Date.from(NOW.plusSeconds(120)))), NOW))
                .hasMessageContaining("not good yet");
    }

    @Test
    void refusesAnotherKey() {
        refused(new AgentSide().assertion(HOST, NOW), NOW, Refusal.BAD_SIGNATURE);
    }

    @Test
    void refusesAChangedOne() {
        String[] parts = agent.assertion(HOST, NOW).split("\\.");
        String payload = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        String later = payload.replace(
                Long.toString(NOW.plusSeconds(60).getEpochSecond()),
                Long.toString(NOW.plusSeconds(90).getEpochSecond()));

        refused(parts[0] + "." + encode(later) + "." + parts[2], NOW, Refusal.BAD_SIGNATURE);
    }

    @Test
    void refusesOtherAlgorithms() throws Exception {
        String payload = "{\"iss\":\"h1\",\"sub\":\"h1\",\"aud\":\"token-endpoint\",\"iat\":" + NOW.getEpochSecond()
                + ",\"exp\":" + NOW.plusSeconds(60).getEpochSecond() + ",\"jti\":\"1\"}";
        refused(
                encode("{\"alg\":\"none\",\"typ\":\"agent+jwt\"}") + "." + encode(payload) + ".",
                NOW,
                Refusal.BAD_SIGNATURE);
        String[] parts = agent.assertion(HOST, NOW).split("\\.");
        refused(
                encode("{\"alg\":\"none\",\"typ\":\"agent+jwt\"}") + "." + parts[1] + "." + parts[2],
                NOW,
                Refusal.BAD_SIGNATURE);
        // The public key, which everybody may know, taken for a shared secret.
        byte[] known = agent.pair().getPublic().getEncoded();
        String hmac = AgentSide.unsigned(HOST, NOW)
                .signWith(new SecretKeySpec(known, "HmacSHA256"), Jwts.SIG.HS256)
                .compact();
        refused(hmac, NOW, Refusal.BAD_SIGNATURE);
        var rsa = Jwts.SIG.RS256.keyPair().build();
        refused(AgentSide.unsigned(HOST, NOW).signWith(rsa.getPrivate()).compact(), NOW, Refusal.BAD_SIGNATURE);
        var ed448 = KeyPairGenerator.getInstance("Ed448").generateKeyPair();
        refused(
                AgentSide.unsigned(HOST, NOW)
                        .signWith(ed448.getPrivate(), Jwts.SIG.EdDSA)
                        .compact(),
                NOW,
                Refusal.BAD_SIGNATURE);
    }

    static Stream<JwtBuilder> malformed() {
        return Stream.of(
                good().header().type("JWT").and(),
                good().header().type(TokenClaims.TYPE_HOST).and(),
                good().issuer("h2"),
                good().issuer(null),
                good().subject("h2"),
                good().audience().clear().and(),
                good().audience().clear().add(TokenClaims.AUDIENCE_API).and(),
                good().expiration(null),
                good().issuedAt(null),
                good().expiration(Date.from(NOW.plusSeconds(301))),
                good().id(null),
                good().id("x".repeat(201)));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void refusesWhatIsNotOfThisForm(JwtBuilder builder) {
        refused(agent.sign(builder), NOW, Refusal.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "a.b.c",
                "a.b",
                "a.e30.c",
                "a.eyJzdWIiOjF9.c",
                "a.W10.c",
                "a.eyJzdWIiOiJcdTAwMDAifQ.c",
                "a.eyJzdWI.c",
                "a.....c"
            })
    void namesNoHostWhereNoneIsClaimed(String text) {
        assertThat(Assertion.claimedHost(text)).isEmpty();
    }

    @Test
    void doesNotReadWhatIsTooLong() {
        String compact = agent.sign(AgentSide.unsigned(HOST, NOW).claim("more", "x".repeat(4_096)));

        assertThat(Assertion.claimedHost(compact)).isEmpty();
    }

    private static JwtBuilder good() {
        return AgentSide.unsigned(HOST, NOW);
    }

    private Assertion check(String compact, Instant now) throws Assertion.RefusedException {
        return Assertion.check(compact, HOST, agent.pair().getPublic(), now, SETTINGS);
    }

    private void refused(String compact, Instant now, Refusal refusal) {
        assertThatThrownBy(() -> check(compact, now))
                .asInstanceOf(type(Assertion.RefusedException.class))
                .extracting(Assertion.RefusedException::refusal)
                .isEqualTo(refusal);
    }

    private static String encode(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
