package dev.statusmonitor.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {
    private final Origins origins = new Origins(URI.create("https://status.example"));

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
                    -,                           any,             true
                    http://127.0.0.1:8080,       127.0.0.1:8080,  true
                    https://HOST.example,        host.example,    true
                    https://status.example,      internal:8080,   true
                    https://status.example:8443, internal:8080,   false
                    https://evil.example,        host.example,    false
                    http://127.0.0.1:8081,       127.0.0.1:8080,  false
                    https://host.example.evil,   host.example,    false
                    https://host.example@evil,   host.example,    false
                    file://host.example,         host.example,    false
                    null,                        host.example,    false
                    '',                          host.example,    false
                    :::,                         host.example,    false
                    https://host.example,        -,               false
                    """)
    void allowsPagesOfOurOwn(String origin, String host, boolean allowed) {
        assertThat(origins.allow(origin, host)).isEqualTo(allowed);
    }
}
