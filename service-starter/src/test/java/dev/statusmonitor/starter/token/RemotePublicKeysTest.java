package dev.statusmonitor.starter.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.statusmonitor.starter.internal.ServiceKeys;
import io.jsonwebtoken.security.Jwks;
import java.security.KeyPair;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RemotePublicKeysTest {
    private static final KeyPair KEY = ServiceKeys.generate();

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private boolean away;
    private final RemotePublicKeys keys = new RemotePublicKeys(
            () -> {
                asked.incrementAndGet();
                if (away) {
                    throw new IllegalStateException("away");
                }
                return set("k1");
            },
            nanos::get);

    @Test
    void fetchesOnceAndRemembers() {
        assertThat(keys.find("k1")).contains(KEY.getPublic());
        assertThat(keys.find("k1")).contains(KEY.getPublic());

        assertThat(asked).hasValue(1);
    }

    @Test
    void asksAgainForAnUnknownKeyButNotInAFlood() {
        for (int i = 0; i < 100; i++) {
            assertThat(keys.find("made-up-" + i)).isEmpty();
        }
        assertThat(asked).hasValue(1);

        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(keys.find("made-up")).isEmpty();
        assertThat(asked).hasValue(2);
    }

    @Test
    void forgetsAKeyThatIsNoLongerPublished() {
        keys.find("k1");
        nanos.addAndGet(Duration.ofMinutes(5).toNanos());

        keys.find("k1");

        assertThat(asked).hasValue(2);
    }

    @Test
    void saysThatItCannotKnow() {
        away = true;

        assertThatThrownBy(() -> keys.find("k1")).isInstanceOf(PublicKeys.KeysUnavailableException.class);
    }

    private static String set(String id) {
        var jwk = Jwks.builder()
                .octetKey((java.security.interfaces.EdECPublicKey) KEY.getPublic())
                .id(id)
                .build();
        return "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"" + id + "\",\"x\":\"" + jwk.get("x")
                + "\"}]}";
    }
}
