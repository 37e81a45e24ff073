package dev.statusmonitor.ingestion.authenticate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedIdentitiesTest {
    private long now = 1_763_912_176_000L;
    private final List<String> told = new ArrayList<>();
    private final SharedIdentities identities =
            new SharedIdentities(() -> java.time.Instant.ofEpochMilli(now), told::add);

    private boolean send(String token) {
        now += 500;
        return identities.isShared("h1", HostToken.Hash.of(token));
    }

    @Test
    void anAgentThatGetsNewTokensIsAlone() {
        for (int token = 0; token < 50; token++) {
            for (int i = 0; i < 20; i++) {
                assertThat(send("token " + token)).isFalse();
            }
        }
        assertThat(told).isEmpty();
    }

    @Test
    void aRequestThatComesLateIsNoSecondMachine() {
        for (int i = 0; i < 20; i++) {
            send("old " + i);
            send("new " + i);
            assertThat(send("old " + i)).isFalse();
            now += Duration.ofMinutes(50).toMillis();
        }
        assertThat(told).isEmpty();
    }

    @Test
    void twoMachinesThatTakeTurnsAreNoticedWithinSeconds() {
        for (int i = 0; i < 2; i++) {
            assertThat(send("original")).isFalse();
            assertThat(send("copy")).isFalse();
        }
        assertThat(send("original")).isTrue();
        assertThat(send("copy")).isTrue();
        assertThat(told).containsExactly("h1");
    }

    @Test
    void soAreFive() {
        boolean noticed = false;
        for (int i = 0; i < 30; i++) {
            noticed = send("machine " + i % 5);
        }
        assertThat(noticed).isTrue();
    }

    @Test
    void isToldOncePerMinuteAndEndsWithTheCopy() {
        for (int i = 0; i < 300; i++) {
            send("original");
            send("copy");
        }
        assertThat(told).hasSizeBetween(5, 6);

        for (int i = 0; i < 130; i++) {
            send("original");
        }
        assertThat(send("original")).isFalse();
    }

    @Test
    void anotherHostsTokenIsAnotherMatter() {
        for (int i = 0; i < 20; i++) {
            assertThat(identities.isShared("h1", HostToken.Hash.of("a"))).isFalse();
            assertThat(identities.isShared("h2", HostToken.Hash.of("b"))).isFalse();
        }
    }
}
