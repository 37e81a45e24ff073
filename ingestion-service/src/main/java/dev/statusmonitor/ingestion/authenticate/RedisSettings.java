package dev.statusmonitor.ingestion.authenticate;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The Redis in which auth-service keeps its verdicts.
 *
 * @param url with the password where there is one: {@code redis://default:password@127.0.0.1:6379}; {@code rediss:}
 *     for TLS
 * @param timeout how long it is waited for before auth-service is asked
 */
@ConfigurationProperties("statusmonitor.ingestion.redis")
public record RedisSettings(
        @DefaultValue("redis://127.0.0.1:6379") URI url,
        @DefaultValue("250ms") Duration timeout) {
    /** Without the password. */
    @Override
    public String toString() {
        return "RedisSettings[" + url.getHost() + ":" + url.getPort() + "]";
    }
}
