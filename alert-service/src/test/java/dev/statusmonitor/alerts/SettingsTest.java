package dev.statusmonitor.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.alerts.consume.ConsumeSettings;
import dev.statusmonitor.alerts.publish.PublishSettings;
import dev.statusmonitor.alerts.store.AlertDatabaseSettings;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class SettingsTest {
    private final ApplicationContextRunner context =
            new ApplicationContextRunner().withUserConfiguration(AllSettings.class);

    @Test
    void defaults() {
        context.run(started -> {
            assertThat(started.getBean(ConsumeSettings.class))
                    .isEqualTo(new ConsumeSettings(
                            "metrics.samples", "alerts", "", 2_000, Duration.ofMinutes(2), Duration.ofSeconds(1)));
            assertThat(started.getBean(PublishSettings.class))
                    .isEqualTo(new PublishSettings("alerts.events", 12, (short) 1, Duration.ofDays(7)));
            assertThat(started.getBean(AlertSettings.class))
                    .isEqualTo(new AlertSettings(null, URI.create("http://127.0.0.1:8080"), Duration.ofDays(365)));
            assertThat(started.getBean(AlertDatabaseSettings.class).url()).isEqualTo("jdbc:sqlite:data/alerts.db");
        });
    }

    @Test
    void aDatabaseOfAnotherKindIsRefused() {
        context.withPropertyValues("statusmonitor.alerts.database.url=jdbc:h2:mem:x")
                .run(started -> assertThat(started).hasFailed());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties({
        AlertSettings.class,
        ConsumeSettings.class,
        PublishSettings.class,
        AlertDatabaseSettings.class
    })
    static class AllSettings {}
}
