package dev.statusmonitor.history.store.influxdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.history.store.influxdb.InfluxDbSettings.RollUpBy;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InfluxDbSettingsTest {
    @Test
    void packsOnlyWhatGoesToAnotherMachine() {
        assertThat(packed("http://127.0.0.1:8086", null)).isFalse();
        assertThat(packed("http://[::1]:8086", null)).isFalse();
        assertThat(packed("http://192.0.2.1:8086", null)).isTrue();
    }

    @Test
    void doesAsItIsTold() {
        assertThat(packed("http://127.0.0.1:8086", true)).isTrue();
        assertThat(packed("http://192.0.2.1:8086", false)).isFalse();
    }

    private static boolean packed(String url, @Nullable Boolean gzip) {
        return new InfluxDbSettings(
                        URI.create(url),
                        "o",
                        null,
                        RollUpBy.SERVICE,
                        gzip,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1))
                .isPacked();
    }
}
