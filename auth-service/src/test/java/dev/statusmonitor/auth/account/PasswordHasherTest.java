package dev.statusmonitor.auth.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PasswordHasherTest {
    @Test
    void hashesWithSaltAndTheStatedParameters() {
        var hasher = new PasswordHasher(1, Duration.ofSeconds(30));

        String hash = hasher.hash("correct horse battery");

        assertThat(hash)
                .startsWith("$argon2id$v=19$m=19456,t=2,p=1$")
                .isNotEqualTo(hasher.hash("correct horse battery"));
        assertThat(hasher.matches("correct horse battery", hash)).isTrue();
        assertThat(hasher.matches("correct horse batter", hash)).isFalse();
        assertThat(hasher.matches("correct horse battery", null)).isFalse();
        assertThat(hasher.isOutdated(hash)).isFalse();
        assertThat(hasher.isOutdated(hash.replace("m=19456", "m=16384"))).isTrue();
    }

    @Test
    void checkingNobodysPasswordTakesTheSameWork() {
        var hasher = new PasswordHasher(1, Duration.ofSeconds(30));

        assertThat(hasher.isOutdated(PasswordHasher.NOBODYS)).isFalse();
    }

    @Test
    void whoCannotWaitIsToldSo() {
        var hasher = new PasswordHasher(1, Duration.ofSeconds(30));
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> hasher.hash("correct horse battery")).isInstanceOf(PasswordHasher.BusyException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(hasher.hash("correct horse battery")).isNotEmpty();
    }
}
