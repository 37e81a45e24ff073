package dev.statusmonitor.auth.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class Base32Test {
    @Test
    void writesFiveBitsACharacter() {
        assertThat(Base32.encode(new byte[0])).isEmpty();
        assertThat(Base32.encode(new byte[] {0})).isEqualTo("00");
        assertThat(Base32.encode(new byte[] {(byte) 0xff})).isEqualTo("zw");
        assertThat(Base32.encode("foobar".getBytes(StandardCharsets.US_ASCII))).isEqualTo("csqpyrk1e8");
    }

    @Test
    void forgivesHowPeopleType() {
        assertThat(Base32.normalise("AB-cd oO iIlL 7")).isEqualTo("abcd0011117");
    }

    @Test
    void idsAreNeverTheSame() {
        assertThat(Secrets.newId()).hasSize(26).matches("[0-9a-z]+").isNotEqualTo(Secrets.newId());
        assertThat(Secrets.newToken()).hasSize(43).isNotEqualTo(Secrets.newToken());
    }

    @Test
    void hashesAsEverybodyElseDoes() {
        assertThat(Secrets.sha256("abc")).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
