package dev.statusmonitor.standalone.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.statusmonitor.standalone.console.Refusal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1, true",
        "10.0.0.1, 10.0.0.11, false",
        "10.0.0.1, 10x0y0z1, false",
        "172.18.0.0/16, 172.18.255.3, true",
        "172.18.0.0/16, 172.19.0.1, false",
        "192.168.4.0/22, 192.168.7.255, true",
        "192.168.4.0/22, 192.168.8.0, false",
        "10.128.0.0/9, 10.200.1.1, true",
        "10.128.0.0/9, 10.127.1.1, false",
        "0.0.0.0/0, 8.8.8.8, true",
        "::1, 0:0:0:0:0:0:0:1, true",
        "::1, 0:0:0:0:0:0:0:11, false",
        "fd00::/64, fd00:0:0:0:1:2:3:4, true",
        "fd00::/64, fd00:0:0:1:1:2:3:4, false"
    })
    void matchesTheAddressesOfItsNetworkAndNoOthers(String proxy, String address, boolean trusted) {
        assertThat(address.matches(TrustedProxies.regex(List.of(proxy)))).isEqualTo(trusted);
    }

    @Test
    void severalAreEachTrusted() {
        String regex = TrustedProxies.regex(List.of("10.0.0.1", " 10.0.0.2 "));
        assertThat("10.0.0.1").matches(regex);
        assertThat("10.0.0.2").matches(regex);
        assertThat("10.0.0.3").doesNotMatch(regex);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"proxy.example.org", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", ".*", "", "fd00::/60", "10.0.0"
            })
    void anythingElseIsRefusedWithASentence(String proxy) {
        assertThatThrownBy(() -> TrustedProxies.regex(List.of(proxy)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("--trusted-proxies");
    }
}
