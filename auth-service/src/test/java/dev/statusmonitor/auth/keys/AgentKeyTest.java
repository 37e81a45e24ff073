package dev.statusmonitor.auth.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AgentKeyTest {
    @Test
    void readsTheRawBytes() throws Exception {
        var key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic();
        byte[] der = key.getEncoded();
        String raw = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Arrays.copyOfRange(der, der.length - 32, der.length));

        assertThat(AgentKey.isOne(raw)).isTrue();
        assertThat(AgentKey.parse(raw)).isEqualTo(key);
        assertThat(AgentKey.isOne(raw + "=")).isFalse();
        assertThat(AgentKey.isOne(Base64.getUrlEncoder().encodeToString(der))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "AAAA",
                "!",
                // 32 bytes that are no point of the curve.
                "__________________________________________8",
                "AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void refusesWhatIsNoKey(String text) {
        assertThat(AgentKey.isOne(text)).isFalse();
    }
}
