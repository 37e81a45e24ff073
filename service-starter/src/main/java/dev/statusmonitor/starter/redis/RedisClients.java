package dev.statusmonitor.starter.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Clients of Redis for services that look after the one connection they have by themselves. */
public final class RedisClients {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

    private RedisClients() {}

    /** A client that connects when it is asked to and never again by itself; {@link #close} ends it. */
    public static RedisClient open(URI redis) {
        // It times connecting alone. By default it would tick ten times a second, all day.
        var timer = new HashedWheelTimer(new DefaultThreadFactory("redis-timer", true), 500, TimeUnit.MILLISECONDS);
        ClientResources resources = ClientResources.builder()
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                .timer(timer)
                .build();
        RedisClient client = RedisClient.create(resources, uri(redis));
        client.setOptions(ClientOptions.builder()
                .autoReconnect(false)
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .socketOptions(
                        SocketOptions.builder().connectTimeout(CONNECT_TIMEOUT).build())
                .build());
        return client;
    }

    /** Where it is, for connecting to it without waiting. */
    public static RedisURI uri(URI redis) {
        RedisURI uri = RedisURI.create(redis);
        uri.setTimeout(CONNECT_TIMEOUT);
        return uri;
    }

    /** Ends the client and its threads. */
    public static void close(RedisClient client) {
        ClientResources resources = client.getResources();
        Timer timer = resources.timer();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        var _ = resources.shutdown(0, 2, TimeUnit.SECONDS);
        timer.stop();
    }
}
