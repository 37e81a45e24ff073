package dev.statusmonitor.auth.cache;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.event.DefaultEventPublisherOptions;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;

/** Makes the client as {@link RedisCache} wants it. */
public final class RedisClients {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

    private RedisClients() {}

    /** A client; {@link #close} ends it. It connects when first asked to. */
    public static RedisClient open(RedisSettings settings) {
        RedisURI uri = RedisURI.create(settings.uri());
        uri.setTimeout(CONNECT_TIMEOUT);
        ClientResources resources = ClientResources.builder()
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .commandLatencyPublisherOptions(DefaultEventPublisherOptions.disabled())
                .build();
        RedisClient client = RedisClient.create(resources, uri);
        client.setOptions(ClientOptions.builder()
                .autoReconnect(false)
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .socketOptions(
                        SocketOptions.builder().connectTimeout(CONNECT_TIMEOUT).build())
                .build());
        return client;
    }

    /** Ends the client and its threads. */
    public static void close(RedisClient client) {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        var _ = client.getResources().shutdown(0, 2, java.util.concurrent.TimeUnit.SECONDS);
    }
}
