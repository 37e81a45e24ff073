package dev.statusmonitor.ingestion.authenticate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostTokenTest {
    @Test
    void isKnownByItsSha256() {
        HostToken.Hash hash = new HostToken("abc").hash();
        assertThat(hash.hex()).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(HostToken.Hash.parse(hash.hex())).isEqualTo(hash);
        assertThat(HostToken.Hash.parse("ba78")).isNull();
        assertThat(HostToken.Hash.parse("x".repeat(64))).isNull();
    }

    @Test
    void claimsItsSubject() {
        assertThat(token("{\"iss\":\"statusmonitor\",\"aud\":[\"x\"],\"sub\":\"h1\",\"epoch\":1}")
                        .claimedHost())
                .isEqualTo("h1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[]", "7", "{}", "{\"sub\":7}", "{\"sub\":null}", "{\"a\":", "{\"a\":{\"sub\":\"h1\"}}"})
    void claimsNothingWhereThereIsNoSubject(String payload) {
        assertThat(token(payload).claimedHost()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a.b", "a.b.c.d", "a.$$$.c", ".."})
    void claimsNothingWhereItIsNoJwt(String text) {
        assertThat(new HostToken(text).claimedHost()).isNull();
    }

    @Property
    void readsAnyText(@ForAll String text) {
        new HostToken(text).claimedHost();
        token(text).claimedHost();
    }

    @Test
    void doesNotShowItself() {
        assertThat(new HostToken("secret")).hasToString("a host token");
    }

    private static HostToken token(String payload) {
        return new HostToken(
                "e30." + Base64.getUrlEncoder().encodeToString(payload.getBytes(StandardCharsets.UTF_8)) + ".c2ln");
    }
}
