package dev.statusmonitor.auth.cache;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The Redis that the ingestion edge reads.
 *
 * @param url with the password where there is one: {@code redis://default:password@127.0.0.1:6379}; {@code rediss:}
 *     for TLS
 * @param password to sign on with, as the user that {@code url} names or {@code default}; null where the address has all
 * @param timeout how long a write may take; what took longer counts as not written
 * @param checkEvery how often it is asked whether it is there
 */
@ConfigurationProperties("statusmonitor.auth.redis")
public record RedisSettings(
        @DefaultValue("redis://127.0.0.1:6379") URI url,
        @Nullable String password,
        @DefaultValue("250ms") Duration timeout,
        @DefaultValue("1s") Duration checkEvery) {
    /** The address with the password in it; a secret. */
    public URI uri() {
        if (password == null) {
            return url;
        }
        String named = url.getUserInfo() == null ? "" : url.getUserInfo().split(":", 2)[0];
        try {
            return new URI(
                    url.getScheme(),
                    (named.isEmpty() ? "default" : named) + ":" + password,
                    url.getHost(),
                    url.getPort(),
                    url.getPath(),
                    url.getQuery(),
                    null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("the address of Redis must look like redis://127.0.0.1:6379", e);
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "RedisSettings[" + url.getHost() + ":" + url.getPort() + "]";
    }
}
