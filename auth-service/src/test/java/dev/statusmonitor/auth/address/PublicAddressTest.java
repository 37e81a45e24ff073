package dev.statusmonitor.auth.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PublicAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:8080",
                "http://LOCALHOST",
                "http://sm.localhost:8080",
                "http://127.0.0.1:8080",
                "http://127.1.2.3",
                "https://[::1]:8443"
            })
    void nobodyElseReachesALoopbackAddress(String base) {
        assertThat(PublicAddress.isLocal(base)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://sm.example.org",
                "http://192.168.1.7:8080",
                "http://localhost.example.org",
                "http://[2001:db8::1]",
                "http://128.0.0.1",
                "",
                "::",
                "http://a b"
            })
    void othersReachAllElse(String base) {
        assertThat(PublicAddress.isLocal(base)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://sm.example.org", "https://sm.example.org/"})
    void aConfiguredAddressHasNoSlashAtItsEnd(String configured) {
        assertThat(new PublicAddress(URI.create(configured)).base()).isEqualTo("https://sm.example.org");
    }

    @Test
    void samplesGoToTheIngestionEdgesInTurn() {
        var byPort = new PublicAddress(URI.create("https://sm.example.org/"), List.of(), List.of(8081, 8083));
        var byUrl = new PublicAddress(
                URI.create("https://sm.example.org"), List.of(URI.create("https://in.example.org/")), List.of(8081));

        assertThat(Stream.generate(byPort::ingestBase).limit(3))
                .containsExactly(
                        "https://sm.example.org:8081", "https://sm.example.org:8083", "https://sm.example.org:8081");
        assertThat(byUrl.ingestBase()).isEqualTo("https://in.example.org");
        assertThat(new PublicAddress(URI.create("https://sm.example.org")).ingestBase())
                .isEqualTo("https://sm.example.org");
    }
}
