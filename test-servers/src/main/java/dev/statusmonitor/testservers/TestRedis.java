package dev.statusmonitor.testservers;

import dev.statusmonitor.embedded.redis.EmbeddedRedis;
import java.net.URI;

/** The Redis that all integration tests of a JVM share; tests that stop it start an {@link EmbeddedRedis} of their own. */
public final class TestRedis {
    private final EmbeddedRedis redis;

    private TestRedis(EmbeddedRedis redis) {
        this.redis = redis;
    }

    private static final class Holder {
        static final TestRedis INSTANCE = start();
    }

    /** The server; started on the first call. */
    public static TestRedis get() {
        return Holder.INSTANCE;
    }

    private static TestRedis start() {
        var redis =
                EmbeddedRedis.start(new EmbeddedRedis.Settings(TestFolder.of("redis"), EmbeddedRedis.newPassword()));
        AtEnd.close(redis);
        return new TestRedis(redis);
    }

    /** {@code redis://default:PASSWORD@127.0.0.1:PORT}. */
    public URI uri() {
        return redis.uri();
    }
}
