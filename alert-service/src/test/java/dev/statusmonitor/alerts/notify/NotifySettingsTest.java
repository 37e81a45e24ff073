package dev.statusmonitor.alerts.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.alerts.notify.NotifySettings.Email;
import dev.statusmonitor.alerts.notify.NotifySettings.Telegram;
import dev.statusmonitor.alerts.notify.NotifySettings.Webhook;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class NotifySettingsTest {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    private final ApplicationContextRunner context =
            new ApplicationContextRunner().withUserConfiguration(Settings.class);

    @Test
    void defaults() {
        context.run(started -> {
            var settings = started.getBean(NotifySettings.class);
            assertThat(settings)
                    .isEqualTo(new NotifySettings(
                            "alerts-notify",
                            TEN_SECONDS,
                            20,
                            1_000,
                            Duration.ofSeconds(1),
                            Duration.ofMinutes(5),
                            Duration.ofHours(24),
                            new Telegram(
                                    null, URI.create("https://api.telegram.org"), TEN_SECONDS, Duration.ofSeconds(25)),
                            new Webhook(false, TEN_SECONDS),
                            new Email(null, 587, null, null, null, Email.Encryption.STARTTLS, TEN_SECONDS)));
            assertThat(settings.telegram().isConfigured()).isFalse();
            assertThat(settings.email().isConfigured()).isFalse();
        });
    }

    @Test
    void eachByItsName() {
        String root = "statusmonitor.alerts.notify.";
        context.withPropertyValues(
                        root + "group=people",
                        root + "together=2s",
                        root + "most=3",
                        root + "queue=4",
                        root + "first-pause=5s",
                        root + "longest-pause=6m",
                        root + "give-up=7h",
                        root + "telegram.token=42:secret",
                        root + "telegram.base-url=http://127.0.0.1:8081",
                        root + "telegram.timeout=8s",
                        root + "telegram.poll=9s",
                        root + "webhook.allow-private=true",
                        root + "webhook.timeout=10s",
                        root + "email.host=mail.example.org",
                        root + "email.port=465",
                        root + "email.username=monitor",
                        root + "email.password=hidden",
                        root + "email.from=monitor@example.org",
                        root + "email.encryption=tls",
                        root + "email.timeout=11s")
                .run(started -> {
                    var settings = started.getBean(NotifySettings.class);
                    assertThat(settings)
                            .isEqualTo(new NotifySettings(
                                    "people",
                                    Duration.ofSeconds(2),
                                    3,
                                    4,
                                    Duration.ofSeconds(5),
                                    Duration.ofMinutes(6),
                                    Duration.ofHours(7),
                                    new Telegram(
                                            "42:secret",
                                            URI.create("http://127.0.0.1:8081"),
                                            Duration.ofSeconds(8),
                                            Duration.ofSeconds(9)),
                                    new Webhook(true, TEN_SECONDS),
                                    new Email(
                                            "mail.example.org",
                                            465,
                                            "monitor",
                                            "hidden",
                                            "monitor@example.org",
                                            Email.Encryption.TLS,
                                            Duration.ofSeconds(11))));
                    assertThat(settings.telegram().isConfigured()).isTrue();
                    assertThat(settings.email().isConfigured()).isTrue();
                    assertThat(settings.toString()).doesNotContain("secret", "hidden");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"most=0", "queue=0", "together=soon", "email.encryption=rot13", "email.port=smtp"})
    void whatMakesNoSenseIsRefused(String setting) {
        context.withPropertyValues("statusmonitor.alerts.notify." + setting)
                .run(started -> assertThat(started).hasFailed());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(NotifySettings.class)
    static class Settings {}
}
