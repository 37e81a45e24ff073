package dev.statusmonitor.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.statusmonitor.ingestion.authenticate.AuthenticateSettings;
import dev.statusmonitor.ingestion.authenticate.RedisSettings;
import dev.statusmonitor.ingestion.publish.PublishSettings;
import dev.statusmonitor.ingestion.receive.ReceiveSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class SettingsTest {
    @Test
    void defaults() {
        assertThat(bind("receive", ReceiveSettings.class, Map.of()))
                .isEqualTo(new ReceiveSettings(
                        DataSize.ofMegabytes(1),
                        1_000,
                        Duration.ofHours(24),
                        Duration.ofSeconds(5),
                        5,
                        60,
                        2_000,
                        20_000));
        assertThat(bind("authenticate", AuthenticateSettings.class, Map.of()))
                .isEqualTo(new AuthenticateSettings(Duration.ofMillis(900), 16, 20, Duration.ofMinutes(1)));
        assertThat(bind("redis", RedisSettings.class, Map.of()))
                .isEqualTo(new RedisSettings(URI.create("redis://127.0.0.1:6379"), null, Duration.ofMillis(250)));
        assertThat(bind("publish", PublishSettings.class, Map.of()))
                .isEqualTo(new PublishSettings(
                        Duration.ofMillis(500),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(5),
                        Duration.ofMillis(10),
                        "none",
                        DataSize.ofKilobytes(64),
                        DataSize.ofMegabytes(32),
                        10_000));
    }

    @Test
    void everyOneCanBeSet() {
        assertThat(bind(
                        "receive",
                        ReceiveSettings.class,
                        Map.of(
                                "max-body", "2MB",
                                "max-samples", "10",
                                "max-age", "1h",
                                "max-ahead", "1s",
                                "requests-per-second", "1",
                                "requests-burst", "2",
                                "samples-per-minute", "30",
                                "max-connections", "7")))
                .isEqualTo(new ReceiveSettings(
                        DataSize.ofMegabytes(2), 10, Duration.ofHours(1), Duration.ofSeconds(1), 1, 2, 30, 7));
        assertThat(bind(
                        "authenticate",
                        AuthenticateSettings.class,
                        Map.of("patience", "1s", "max-questions", "2", "failures", "3", "failures-refill", "4s")))
                .isEqualTo(new AuthenticateSettings(Duration.ofSeconds(1), 2, 3, Duration.ofSeconds(4)));
        assertThat(bind("redis", RedisSettings.class, Map.of("url", "rediss://r:1", "password", "pw", "timeout", "1s")))
                .isEqualTo(new RedisSettings(URI.create("rediss://r:1"), "pw", Duration.ofSeconds(1)));
        assertThat(bind(
                        "publish",
                        PublishSettings.class,
                        Map.of(
                                "max-block", "2s",
                                "request-timeout", "3s",
                                "delivery-timeout", "4s",
                                "linger", "7ms",
                                "compression", "zstd",
                                "batch-size", "6KB",
                                "memory", "7MB",
                                "max-in-flight", "8")))
                .isEqualTo(new PublishSettings(
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(4),
                        Duration.ofMillis(7),
                        "zstd",
                        DataSize.ofKilobytes(6),
                        DataSize.ofMegabytes(7),
                        8));
    }

    @Test
    void aLimitUnderWhichNoLargeBatchEverPassesIsRefused() {
        assertThatThrownBy(() -> bind("receive", ReceiveSettings.class, Map.of("samples-per-minute", "999")))
                .isInstanceOf(BindException.class)
                .hasRootCauseMessage("statusmonitor.ingestion.receive.samples-per-minute (999) is less than max-samples"
                        + " (1000): the largest batch would never be taken");
    }

    @Test
    void thePasswordIsNotShown() {
        assertThat(new RedisSettings(URI.create("redis://default:secret@h:1"), "secret", Duration.ofMillis(1)))
                .hasToString("RedisSettings[h:1]");
    }

    private static <T> T bind(String name, Class<T> type, Map<String, String> values) {
        var source = new MapConfigurationPropertySource();
        values.forEach((key, value) -> source.put("statusmonitor.ingestion." + name + "." + key, value));
        return new Binder(source).bindOrCreate("statusmonitor.ingestion." + name, type);
    }
}
