package dev.statusmonitor.agent.enrol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.agent.send.Json;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.Signature;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AssertionTest {
    private static final long NOW = 1_763_912_176_042L;

    private final KeyPair pair = HostKeys.generate();

    @Test
    void isAJwtThatTheHostsKeyHasSigned() throws Exception {
        String[] parts = Assertion.sign("h1", pair.getPrivate(), NOW).split("\\.");
        var decoder = Base64.getUrlDecoder();
        Map<String, @Nullable Object> claims = Json.read(decoder.decode(parts[1]));

        assertThat(new String(decoder.decode(parts[0]), StandardCharsets.UTF_8))
                .isEqualTo("{\"alg\":\"EdDSA\",\"typ\":\"agent+jwt\"}");
        assertThat(claims)
                .containsEntry("iss", "h1")
                .containsEntry("sub", "h1")
                .containsEntry("aud", "token-endpoint")
                .containsEntry("iat", 1_763_912_176L)
                .containsEntry("exp", 1_763_912_296L)
                .containsKey("jti");
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(pair.getPublic());
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(decoder.decode(parts[2]))).isTrue();
    }

    @Test
    void isGoodOnceSoEachHasItsOwnId() {
        var all = new HashSet<String>();
        for (int i = 0; i < 100; i++) {
            String claims = Assertion.sign("h1", pair.getPrivate(), NOW).split("\\.")[1];
            assertThat(all.add(claims)).isTrue();
        }
    }

    /** RFC 8410, section 10.1, has this key in its X.509 form. */
    @Test
    void aKeyIsSentAsItsRawBytes() throws Exception {
        byte[] encoded = Base64.getDecoder().decode("MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=");

        assertThat(HostKeys.raw(HostKeys.publicKey(encoded))).isEqualTo("Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE");
    }
}
