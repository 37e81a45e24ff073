package dev.statusmonitor.auth.cache;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The Redis that the ingestion edge reads.
 *
 * @param url with the password where there is one: {@code redis://default:password@127.0.0.1:6379}; {@code rediss:}
 *     for TLS
 * @param timeout how long a write may take; what took longer counts as not written
 * @param checkEvery how often it is asked whether it is there
 */
@ConfigurationProperties("statusmonitor.auth.redis")
public record RedisSettings(
        @DefaultValue("redis://127.0.0.1:6379") URI url,
        @DefaultValue("250ms") Duration timeout,
        @DefaultValue("500ms") Duration checkEvery) {
    /** Without the password. */
    @Override
    public String toString() {
        return "RedisSettings[" + url.getHost() + ":" + url.getPort() + "]";
    }
}
