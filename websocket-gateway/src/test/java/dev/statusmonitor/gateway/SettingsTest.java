package dev.statusmonitor.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.statusmonitor.gateway.consume.ConsumeSettings;
import dev.statusmonitor.gateway.live.LiveSettings;
import dev.statusmonitor.gateway.page.PageSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class SettingsTest {
    @Test
    void haveDefaults() {
        assertThat(bind(Map.of(), "statusmonitor.gateway.consume", ConsumeSettings.class))
                .isEqualTo(new ConsumeSettings(
                        "", Duration.ofMinutes(2), DataSize.ofMegabytes(64), DataSize.ofMegabytes(8)));
        assertThat(bind(Map.of(), "statusmonitor.gateway.live", LiveSettings.class))
                .isEqualTo(new LiveSettings(
                        null, 2000, 50, 16, DataSize.ofKilobytes(4), Duration.ofSeconds(60), Duration.ofSeconds(20)));
        assertThat(bind(Map.of(), "statusmonitor.gateway.page", PageSettings.class))
                .isEqualTo(new PageSettings("classpath*:dashboard/"));
    }

    @Test
    void canBeSet() {
        assertThat(bind(
                        Map.of(
                                "statusmonitor.gateway.consume.instance", "a",
                                "statusmonitor.gateway.consume.refill", "30s",
                                "statusmonitor.gateway.consume.ring", "1MB",
                                "statusmonitor.gateway.consume.names", "2MB"),
                        "statusmonitor.gateway.consume",
                        ConsumeSettings.class))
                .isEqualTo(new ConsumeSettings(
                        "a", Duration.ofSeconds(30), DataSize.ofMegabytes(1), DataSize.ofMegabytes(2)));
        assertThat(bind(
                        Map.of(
                                "statusmonitor.gateway.live.public-url", "https://status.example",
                                "statusmonitor.gateway.live.max-connections", "1",
                                "statusmonitor.gateway.live.max-connections-per-account", "2",
                                "statusmonitor.gateway.live.max-hosts", "3",
                                "statusmonitor.gateway.live.max-message", "1KB",
                                "statusmonitor.gateway.live.silence", "5s",
                                "statusmonitor.gateway.live.send-timeout", "6s"),
                        "statusmonitor.gateway.live",
                        LiveSettings.class))
                .isEqualTo(new LiveSettings(
                        URI.create("https://status.example"),
                        1,
                        2,
                        3,
                        DataSize.ofKilobytes(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(6)));
    }

    @Test
    void refuseWhatIsNoDuration() {
        assertThatThrownBy(() -> bind(
                        Map.of("statusmonitor.gateway.live.silence", "soon"),
                        "statusmonitor.gateway.live",
                        LiveSettings.class))
                .hasMessageContaining("statusmonitor.gateway.live.silence");
    }

    private static <T> T bind(Map<String, String> properties, String prefix, Class<T> type) {
        return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate(prefix, type);
    }
}
