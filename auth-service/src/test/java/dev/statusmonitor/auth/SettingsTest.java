package dev.statusmonitor.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.statusmonitor.auth.cache.RedisSettings;
import dev.statusmonitor.auth.keys.KeySettings;
import dev.statusmonitor.auth.limit.LimitSettings;
import dev.statusmonitor.auth.publish.PublishSettings;
import dev.statusmonitor.auth.register.RegistrationMode;
import dev.statusmonitor.auth.session.SessionSettings;
import dev.statusmonitor.auth.store.AuthDatabaseSettings;
import dev.statusmonitor.auth.token.TokenSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Names, defaults and units of every setting. */
final class SettingsTest {
    @Test
    void defaults() {
        assertThat(bind(Map.of(), "statusmonitor.auth", AuthSettings.class))
                .isEqualTo(new AuthSettings(
                        Path.of("data/auth-master.key"),
                        null,
                        RegistrationMode.INVITATION,
                        null,
                        List.of(),
                        List.of()));
        assertThat(bind(Map.of(), "statusmonitor.auth.database", AuthDatabaseSettings.class))
                .isEqualTo(new AuthDatabaseSettings("jdbc:sqlite:data/auth.db", null, null, 10, Duration.ofSeconds(5)));
        assertThat(bind(Map.of(), "statusmonitor.auth.redis", RedisSettings.class))
                .isEqualTo(new RedisSettings(
                        URI.create("redis://127.0.0.1:6379"), null, Duration.ofMillis(250), Duration.ofSeconds(1)));
        assertThat(bind(Map.of(), "statusmonitor.auth.session", SessionSettings.class))
                .isEqualTo(new SessionSettings(Duration.ofMinutes(10), Duration.ofDays(30), Duration.ofSeconds(10)));
        assertThat(bind(Map.of(), "statusmonitor.auth.keys", KeySettings.class))
                .isEqualTo(new KeySettings(Duration.ofDays(90)));
        assertThat(bind(Map.of(), "statusmonitor.auth.token", TokenSettings.class))
                .isEqualTo(new TokenSettings(Duration.ofHours(1), Duration.ofMinutes(5), Duration.ofSeconds(60)));
        assertThat(bind(Map.of(), "statusmonitor.auth.limits", LimitSettings.class))
                .isEqualTo(new LimitSettings(Duration.ofMinutes(10), 30, 50, 3));
        assertThat(bind(Map.of(), "statusmonitor.auth.publish", PublishSettings.class))
                .isEqualTo(new PublishSettings("hosts.changes", 12, (short) 1));
    }

    @Test
    void allOfThem() {
        assertThat(bind(
                        Map.of(
                                "statusmonitor.auth.master-key-file", "/etc/sm/key",
                                "statusmonitor.auth.master-key", "c2VjcmV0",
                                "statusmonitor.auth.registration", "open",
                                "statusmonitor.auth.public-url", "https://sm.example.org",
                                "statusmonitor.auth.ingest-urls", "https://in.example.org",
                                "statusmonitor.auth.ingest-ports", "8081,8083"),
                        "statusmonitor.auth",
                        AuthSettings.class))
                .isEqualTo(new AuthSettings(
                        Path.of("/etc/sm/key"),
                        "c2VjcmV0",
                        RegistrationMode.OPEN,
                        URI.create("https://sm.example.org"),
                        List.of(URI.create("https://in.example.org")),
                        List.of(8081, 8083)));
        assertThat(bind(
                        Map.of("statusmonitor.auth.keys.rotate-every", "30d"),
                        "statusmonitor.auth.keys",
                        KeySettings.class))
                .isEqualTo(new KeySettings(Duration.ofDays(30)));
        assertThat(bind(
                        Map.of(
                                "statusmonitor.auth.database.url", "jdbc:postgresql://db/auth",
                                "statusmonitor.auth.database.username", "sm",
                                "statusmonitor.auth.database.password", "secret",
                                "statusmonitor.auth.database.connections", "3",
                                "statusmonitor.auth.database.patience", "2s"),
                        "statusmonitor.auth.database",
                        AuthDatabaseSettings.class))
                .isEqualTo(new AuthDatabaseSettings(
                        "jdbc:postgresql://db/auth", "sm", "secret", 3, Duration.ofSeconds(2)));
        assertThat(bind(
                        Map.of(
                                "statusmonitor.auth.redis.url", "rediss://redis:6380",
                                "statusmonitor.auth.redis.password", "secret",
                                "statusmonitor.auth.redis.timeout", "1s",
                                "statusmonitor.auth.redis.check-every", "2s"),
                        "statusmonitor.auth.redis",
                        RedisSettings.class))
                .isEqualTo(new RedisSettings(
                        URI.create("rediss://redis:6380"), "secret", Duration.ofSeconds(1), Duration.ofSeconds(2)));
        assertThat(bind(
                        Map.of(
                                "statusmonitor.auth.session.access-lifetime", "5m",
                                "statusmonitor.auth.session.lifetime", "7d",
                                "statusmonitor.auth.session.grace", "3s"),
                        "statusmonitor.auth.session",
                        SessionSettings.class))
                .isEqualTo(new SessionSettings(Duration.ofMinutes(5), Duration.ofDays(7), Duration.ofSeconds(3)));
        assertThat(bind(
                        Map.of(
                                "statusmonitor.auth.token.lifetime", "2h",
                                "statusmonitor.auth.token.assertion-lifetime", "1m",
                                "statusmonitor.auth.token.clock-skew", "5s"),
                        "statusmonitor.auth.token",
                        TokenSettings.class))
                .isEqualTo(new TokenSettings(Duration.ofHours(2), Duration.ofMinutes(1), Duration.ofSeconds(5)));
        assertThat(bind(
                        Map.of(
                                "statusmonitor.auth.limits.window", "1m",
                                "statusmonitor.auth.limits.address", "4",
                                "statusmonitor.auth.limits.account", "5",
                                "statusmonitor.auth.limits.attacked", "6"),
                        "statusmonitor.auth.limits",
                        LimitSettings.class))
                .isEqualTo(new LimitSettings(Duration.ofMinutes(1), 4, 5, 6));
        assertThat(bind(
                        Map.of(
                                "statusmonitor.auth.publish.topic", "t",
                                "statusmonitor.auth.publish.partitions", "3",
                                "statusmonitor.auth.publish.replication", "2"),
                        "statusmonitor.auth.publish",
                        PublishSettings.class))
                .isEqualTo(new PublishSettings("t", 3, (short) 2));
    }

    @Test
    void secretsAreNotPrinted() {
        assertThat(new AuthSettings(Path.of("key"), "secret", RegistrationMode.OPEN, null, List.of(), List.of())
                        .toString())
                .doesNotContain("secret");
        assertThat(new AuthDatabaseSettings("jdbc:postgresql://u:secret@db/x", "u", "secret", 1, Duration.ZERO)
                        .toString())
                .doesNotContain("secret");
        assertThat(new RedisSettings(URI.create("redis://:secret@r:1"), "secret", Duration.ZERO, Duration.ZERO)
                        .toString())
                .doesNotContain("secret");
    }

    @Test
    void theRedisPasswordGoesIntoItsAddressAsItIs() {
        URI uri = new RedisSettings(URI.create("redis://r:1/2"), "p@ss:w/%rd", Duration.ZERO, Duration.ZERO).uri();

        assertThat(uri.getUserInfo()).isEqualTo("default:p@ss:w/%rd");
        assertThat(uri.getHost() + uri.getPort() + uri.getPath()).isEqualTo("r1/2");
    }

    @Test
    void whatIsNoDatabaseIsSaidAtOnce() {
        assertThatThrownBy(() -> new AuthDatabaseSettings("jdbc:h2:mem", null, null, 1, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jdbc:sqlite:");
    }

    private static <T> T bind(Map<String, String> properties, String prefix, Class<T> type) {
        return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate(prefix, type);
    }
}
