package dev.statusmonitor.auth.cache;

import dev.statusmonitor.starter.redis.RedisClients;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cache in Redis: {@code sm:token:<hash>} is what is known of a token, {@code sm:epoch:<host>} the epoch from which
 * a host's tokens are good. Both are written by scripts, which Redis runs one after the other, so that an answer that
 * was on its way while a host's access changed never stands beside the newer epoch.
 *
 * <p>{@value #GENERATION_KEY} names the run of Redis that has been told every epoch that may matter. A Redis that was
 * started again has another run id, whatever it found on its disk; one that was emptied has no such key; so the edge
 * trusts neither before {@link #trust}.
 *
 * <p>A connection that ends or does not answer is given up and replaced by {@link #lookAfter}; in between, writes are
 * dropped and counted.
 */
public final class RedisCache implements CacheWriter, AutoCloseable {
    static final String GENERATION_KEY = "sm:generation";

    private static final Logger log = LoggerFactory.getLogger(RedisCache.class);

    /** Slower than this is as good as gone; a busy machine alone must not look so. */
    private static final Duration PING_PATIENCE = Duration.ofSeconds(2);

    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(5);

    private static final String PUT_UNLESS_OUTDATED = """
            local from = redis.call('GET', KEYS[2])
            if from and tonumber(from) > tonumber(ARGV[1]) then return 0 end
            redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
            return 1
            """;
    private static final String RAISE_EPOCH = """
            local from = redis.call('GET', KEYS[1])
            if from and tonumber(from) > tonumber(ARGV[1]) then return 0 end
            redis.call('SET', KEYS[1], ARGV[1])
            return 1
            """;

    private final RedisClient client;
    private final Duration timeout;
    private final Counter dropped;
    private volatile @Nullable StatefulRedisConnection<String, String> connection;
    private volatile String runId = "";
    private boolean away;

    /** @param client must not reconnect by itself */
    public RedisCache(RedisClient client, RedisSettings settings, MeterRegistry meters) {
        this.client = client;
        this.timeout = settings.timeout();
        this.dropped = meters.counter("statusmonitor.auth.cache.dropped");
    }

    @Override
    public void putGood(String tokenHash, String json, String hostId, long epoch, Duration kept) {
        if (kept.toMillis() > 0) {
            put(redis -> redis.eval(
                    PUT_UNLESS_OUTDATED,
                    ScriptOutputType.INTEGER,
                    new String[] {tokenKey(tokenHash), epochKey(hostId)},
                    Long.toString(epoch),
                    json,
                    Long.toString(kept.toMillis())));
        }
    }

    @Override
    public void putRefused(String tokenHash, String json, Duration kept) {
        put(redis -> redis.set(tokenKey(tokenHash), json, SetArgs.Builder.px(kept)));
    }

    private <T> void put(Function<RedisAsyncCommands<String, String>, RedisFuture<T>> command) {
        try {
            run(command);
        } catch (UnavailableException e) {
            dropped.increment();
            log.atDebug().setCause(e).log("Redis did not take an entry of the cache");
        }
    }

    /**
     * From now on the host's tokens are good from this epoch on; a later one that is there already stays. It never
     * expires: a Redis that is short of memory drops what expires, and a revocation must not be dropped.
     *
     * @throws UnavailableException where Redis did not say that it took it
     */
    void raiseEpoch(String hostId, long epoch) throws UnavailableException {
        run(redis -> redis.eval(
                RAISE_EPOCH, ScriptOutputType.INTEGER, new String[] {epochKey(hostId)}, Long.toString(epoch)));
    }

    /**
     * Connects where there is no connection, and gives one up that does not answer. To be called by one thread, again
     * and again.
     *
     * @return whether what the edge reads is trusted; false, too, where Redis does not answer
     */
    boolean lookAfter() {
        StatefulRedisConnection<String, String> now = connection;
        if (now == null) {
            connect();
            return false;
        }
        try {
            return runId.equals(run(redis -> redis.get(GENERATION_KEY), PING_PATIENCE));
        } catch (UnavailableException e) {
            giveUp(now, e);
            return false;
        }
    }

    /**
     * Has the edge trust what it reads, from a new generation of the cache on; to be called once every epoch that may
     * matter has been told.
     *
     * @throws UnavailableException where Redis did not say that it took it
     */
    void trust() throws UnavailableException {
        run(redis -> redis.set(GENERATION_KEY, runId));
        log.info("What stands in Redis counts from now on");
    }

    private void giveUp(StatefulRedisConnection<String, String> connection, Exception why) {
        this.connection = null;
        var _ = connection.closeAsync();
        noteAway(why);
    }

    /** From now on nothing that stands there counts, until {@link #trust}. */
    private void beginGeneration(StatefulRedisConnection<String, String> connection) {
        try {
            runId = RedisRun.id(run(redis -> redis.info("server"), PING_PATIENCE));
            run(redis -> redis.del(GENERATION_KEY), PING_PATIENCE);
            log.info("Redis answers");
            away = false;
        } catch (UnavailableException | IllegalArgumentException e) {
            giveUp(connection, e);
        }
    }

    private void connect() {
        // Lettuce waits without a bound for a handshake that never ends; nobody would try again.
        var connecting = new FutureTask<>(client::connect);
        Thread.ofVirtual().name("auth-redis-connect").start(connecting);
        StatefulRedisConnection<String, String> fresh;
        try {
            fresh = connecting.get(CONNECT_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            connecting.cancel(true);
            noteAway(e);
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        connection = fresh;
        beginGeneration(fresh);
    }

    private void noteAway(Exception e) {
        if (!away) {
            away = true;
            log.atWarn()
                    .addKeyValue("reason", e.getMessage())
                    .log("Redis does not answer; the cache is not written until it does");
        }
    }

    /** Whether Redis answered when it was last asked. */
    boolean isConnected() {
        return connection != null;
    }

    /** What is in the cache under this key; for tests and for whoever looks for a fault. */
    Optional<String> read(String key) throws UnavailableException {
        return Optional.ofNullable(run(redis -> redis.get(key)));
    }

    private <T> @Nullable T run(Function<RedisAsyncCommands<String, String>, ? extends RedisFuture<T>> command)
            throws UnavailableException {
        return run(command, timeout);
    }

    private <T> @Nullable T run(
            Function<RedisAsyncCommands<String, String>, ? extends RedisFuture<T>> command, Duration patience)
            throws UnavailableException {
        StatefulRedisConnection<String, String> now = connection;
        if (now == null) {
            throw new UnavailableException("there is no connection", null);
        }
        RedisFuture<T> answer;
        try {
            answer = command.apply(now.async());
        } catch (RedisException e) {
            throw new UnavailableException("the connection has ended", e);
        }
        try {
            return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new UnavailableException(String.valueOf(e.getCause()), e);
        } catch (TimeoutException e) {
            answer.cancel(false);
            throw new UnavailableException("it took longer than " + patience.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted", e);
        }
    }

    private static String tokenKey(String tokenHash) {
        return "sm:token:" + tokenHash;
    }

    private static String epochKey(String hostId) {
        return "sm:epoch:" + hostId;
    }

    /** Ends the client too. */
    @Override
    public void close() {
        connection = null;
        RedisClients.close(client);
    }

    /** Redis did not say that it did what it was asked to. */
    static final class UnavailableException extends Exception {
        UnavailableException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
