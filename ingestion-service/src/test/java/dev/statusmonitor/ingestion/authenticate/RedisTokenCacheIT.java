package dev.statusmonitor.ingestion.authenticate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.statusmonitor.embedded.redis.EmbeddedRedis;
import dev.statusmonitor.testservers.Unique;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Near cache and Redis, with every way in which news can fail to come. */
class RedisTokenCacheIT {
    @TempDir
    private Path folder;

    private EmbeddedRedis redis;
    private RedisTokenCache cache;
    private final String password = EmbeddedRedis.newPassword();
    private final String host = Unique.name("host");
    private final HostToken token = token(host);

    @BeforeEach
    void start() {
        // The bundled one is the oldest that has to do.
        redis = startRedis(0);
        trust();
        cache = cacheOf(redis.uri());
    }

    @AfterEach
    void stop() {
        cache.close();
        redis.close();
    }

    @Test
    void keepsNearWhatItRead() {
        put(token, host, 1);
        assertThat(cache.near(token.hash())).isNull();
        Verdict read = cache.ask(token.hash(), host);
        assertThat(read)
                .isInstanceOfSatisfying(
                        Verdict.Good.class, good -> assertThat(good.hostId()).isEqualTo(host));
        assertThat(cache.near(token.hash())).isEqualTo(read);
    }

    @Test
    void knowsNothingOfAnUnknownToken() {
        assertThat(cache.ask(token.hash(), host)).isNull();
        assertThat(cache.near(token.hash())).isNull();
    }

    @Test
    void forgetsATokenThatChanged() {
        put(token, host, 1);
        cache.ask(token.hash(), host);
        run(redis.uri(), commands -> commands.set(key(token), "{\"active\":false,\"reason\":\"revoked\"}"));
        await().until(() -> cache.near(token.hash()) == null);
        assertThat(cache.ask(token.hash(), host)).isEqualTo(new Verdict.Bad(Verdict.Reason.REVOKED));
    }

    @Test
    void forgetsEveryTokenOfAHostWhoseEpochWasRaised() {
        HostToken second = token(host);
        HostToken another = token("another");
        put(token, host, 1);
        put(second, host, 1);
        put(another, "another", 1);
        for (HostToken each : List.of(token, second)) {
            cache.ask(each.hash(), host);
        }
        cache.ask(another.hash(), "another");
        run(redis.uri(), commands -> commands.set("sm:epoch:" + host, "2"));
        await().until(() -> cache.near(token.hash()) == null && cache.near(second.hash()) == null);
        assertThat(cache.ask(token.hash(), host)).isNull();
        assertThat(cache.near(token.hash())).isNull();
        assertThat(cache.near(another.hash())).isNotNull();
    }

    @Test
    void takesATokenOfTheNewEpoch() {
        run(redis.uri(), commands -> commands.set("sm:epoch:" + host, "2"));
        put(token, host, 2);
        assertThat(cache.ask(token.hash(), host)).isInstanceOf(Verdict.Good.class);
    }

    @Test
    void asksForNobodyElsesEpoch() {
        put(token, host, 1);
        run(redis.uri(), commands -> commands.set("sm:epoch:" + host, "2"));
        // The token's payload can name any host; the verdict names the true one.
        assertThat(cache.ask(token.hash(), "another")).isNull();
    }

    @Test
    void doesNotBelieveWhatIsNoVerdict() {
        for (String text :
                List.of("", "x", "[]", "{\"active\":true}", "{\"active\":true,\"host_id\":\"h\",\"epoch\":\"1\"}")) {
            run(redis.uri(), commands -> commands.set(key(token), text));
            assertThat(cache.ask(token.hash(), host)).as(text).isNull();
        }
    }

    @Test
    void forgetsAllWhenRedisIsEmptied() {
        put(token, host, 1);
        cache.ask(token.hash(), host);
        run(redis.uri(), RedisCommands::flushall);
        await().until(() -> cache.near(token.hash()) == null);
        await().until(cache::isConnected);
        // An old answer that was on its way does not count either, before every epoch has been told again.
        put(token, host, 1);
        assertThat(cache.ask(token.hash(), host)).isNull();
        trust();
        await().until(() -> cache.ask(token.hash(), host) != null);
        run(redis.uri(), commands -> commands.del(key(token)));
        assertThat(cache.ask(token.hash(), host)).isNull();
    }

    @Test
    void forgetsAllWhenRedisStopsAndTracksAnewWhenItIsBack() {
        put(token, host, 1);
        cache.ask(token.hash(), host);
        int port = redis.port();
        redis.close();
        await().until(() -> cache.near(token.hash()) == null);
        assertThat(cache.ask(token.hash(), host)).isNull();
        redis = startRedis(port);
        trust();
        await().until(cache::isConnected);
        assertThat(cache.near(token.hash())).isNull();
        put(token, host, 1);
        await().until(() -> {
            cache.ask(token.hash(), host);
            return cache.near(token.hash()) != null;
        });
        // The trap: after a reconnect nobody tells what changes, unless asked to again.
        run(redis.uri(), commands -> commands.set("sm:epoch:" + host, "2"));
        await().until(() -> cache.near(token.hash()) == null);
    }

    @Test
    void aRedisThatWasStartedAgainCountsOnlyInANewGeneration() {
        put(token, host, 1);
        String before = generation();
        int port = redis.port();
        redis.close();
        redis = startRedis(port);
        // What a snapshot brings back: a good token and the trust of then, and nothing of a revocation since.
        run(redis.uri(), commands -> commands.set(RedisTokenCache.GENERATION_KEY, before));
        put(token, host, 1);
        await().until(cache::isTracking);
        assertThat(cache.ask(token.hash(), host)).isNull();
        assertThat(cache.near(token.hash())).isNull();
        trust();
        await().until(() -> cache.ask(token.hash(), host) instanceof Verdict.Good);
    }

    @Test
    void whatIsNearEndsWithItsGeneration() {
        put(token, host, 1);
        cache.ask(token.hash(), host);
        assertThat(cache.near(token.hash())).isNotNull();
        run(redis.uri(), commands -> commands.del(RedisTokenCache.GENERATION_KEY));
        await().until(() -> cache.near(token.hash()) == null);
        assertThat(cache.ask(token.hash(), host)).isNull();
    }

    @Test
    void aConnectionOverWhichNothingComesIsAsGoodAsNone() throws Exception {
        try (var link = new Link(redis.port())) {
            try (var behind =
                    cacheOf(URI.create(redis.uri().toString().replace(":" + redis.port(), ":" + link.port())))) {
                put(token, host, 1);
                await().until(() -> {
                    behind.ask(token.hash(), host);
                    return behind.near(token.hash()) != null;
                });
                link.pause();
                run(redis.uri(), commands -> commands.set("sm:epoch:" + host, "2"));
                await().until(() -> behind.near(token.hash()) == null);
                long asked = System.nanoTime();
                assertThat(behind.ask(token.hash(), host)).isNull();
                assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(10));
                await().until(() -> !behind.isConnected());
                link.resume();
                await().until(behind::isConnected);
                assertThat(behind.near(token.hash())).isNull();
                assertThat(behind.ask(token.hash(), host)).isNull();
            }
        }
    }

    @Test
    void beginsWithoutRedisAndFindsItLater() {
        int port = redis.port();
        URI uri = redis.uri();
        redis.close();
        try (var early = cacheOf(uri, false)) {
            assertThat(early.ask(token.hash(), host)).isNull();
            redis = startRedis(port);
            await().until(early::isConnected);
        }
    }

    private EmbeddedRedis startRedis(int port) {
        return EmbeddedRedis.start(new EmbeddedRedis.Settings(folder.resolve("redis"), password)
                .withPort(port)
                .withSearchPath(List.of()));
    }

    /** What auth-service says when it has told every epoch. */
    private void trust() {
        run(
                redis.uri(),
                commands -> commands.set(RedisTokenCache.GENERATION_KEY, RedisRun.id(commands.info("server"))));
    }

    private String generation() {
        var found = new ArrayList<String>();
        run(redis.uri(), commands -> found.add(commands.get(RedisTokenCache.GENERATION_KEY)));
        return found.getFirst();
    }

    private static RedisTokenCache cacheOf(URI uri) {
        return cacheOf(uri, true);
    }

    private static RedisTokenCache cacheOf(URI uri, boolean connected) {
        var cache = new RedisTokenCache(uri, Duration.ofSeconds(2));
        cache.start();
        if (connected) {
            await().until(cache::isTracking);
        }
        return cache;
    }

    private void put(HostToken token, String host, long epoch) {
        run(
                redis.uri(),
                commands -> commands.set(
                        key(token),
                        "{\"active\":true,\"host_id\":\"" + host + "\",\"owner_id\":\"a\",\"epoch\":" + epoch
                                + ",\"expires\":" + (System.currentTimeMillis() + 3_600_000) + "}"));
    }

    private static String key(HostToken token) {
        return RedisTokenCache.TOKEN_KEY + token.hash().hex();
    }

    private static HostToken token(String host) {
        return new HostToken("e30."
                + Base64.getUrlEncoder()
                        .encodeToString(
                                ("{\"sub\":\"" + host + "\"}").getBytes(java.nio.charset.StandardCharsets.UTF_8))
                + "." + Unique.name("signature"));
    }

    private static void run(URI redis, Consumer<RedisCommands<String, String>> command) {
        try (var client = RedisClient.create(redis.toString());
                var connection = client.connect()) {
            command.accept(connection.sync());
        }
    }
}
