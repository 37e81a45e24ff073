package dev.statusmonitor.starter.token;

import static org.assertj.core.api.Assertions.fail;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.statusmonitor.starter.internal.ServiceKeys;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Clock;
import java.util.Optional;
import org.springframework.security.oauth2.jwt.BadJwtException;

/** Whatever comes as an access token that nobody signed is no good, and nothing worse. */
class TokenDecoderFuzzTest {
    private static final PublicKey KEY = ServiceKeys.generate().getPublic();
    private static final TokenDecoder DECODER = TokenDecoder.forAccess(id -> Optional.of(KEY), Clock.systemUTC());

    @FuzzTest(maxDuration = "2m")
    void believesNothing(byte[] input) {
        String token = new String(input, StandardCharsets.UTF_8);
        try {
            DECODER.decode(token);
            fail("it was believed: " + token);
        } catch (BadJwtException e) {
            // As it should be.
        }
    }
}
