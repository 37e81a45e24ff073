package dev.statusmonitor.ingestion.authenticate;

import dev.statusmonitor.starter.redis.RedisClients;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.TrackingArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.push.PushListener;
import io.lettuce.core.api.push.PushMessage;
import io.lettuce.core.codec.StringCodec;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Auth-service's verdicts in Redis, and near: what was read is kept here until Redis tells that it changed (client-side
 * caching, RESP3). The near cache counts only while Redis answers a ping, sent over the same connection, so that a
 * half-open connection, over which no news comes, is as good as none. Safe for use by several threads.
 *
 * <p>What stands there counts only while {@value #GENERATION_KEY} names this very run of Redis: auth-service writes it
 * once it has told every epoch that may matter. A Redis that was started again may hold verdicts from before a
 * revocation that it lost, and has another run id; one that was emptied has no generation.
 *
 * <p>A connection that ends is never mended: the next one is a new {@link Session} with an empty near cache, since Redis
 * does not track anything over it until asked to.
 */
final class RedisTokenCache implements TokenCache, AutoCloseable {
    static final String TOKEN_KEY = "sm:token:";
    static final String EPOCH_KEY = "sm:epoch:";
    static final String GENERATION_KEY = "sm:generation";

    private static final Logger log = LoggerFactory.getLogger(RedisTokenCache.class);
    /**
     * What is known here counts for so long after Redis was last heard of, both together: a revocation has to land within
     * a second, whatever became of Redis. A ping costs about as much as a sample does on its whole road through here.
     */
    private static final Duration PING_EVERY = Duration.ofMillis(400);

    private static final Duration PONG_WITHIN = Duration.ofMillis(500);
    private static final Duration GIVEN_UP_AFTER = Duration.ofSeconds(3);

    private final Duration timeout;
    private final RedisURI uri;
    private final RedisClient client;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("redis-watch").daemon().factory());
    private final AtomicBoolean connecting = new AtomicBoolean();
    private volatile boolean away;
    private volatile @Nullable Session session;

    RedisTokenCache(URI redis, Duration timeout) {
        this.timeout = timeout;
        this.uri = RedisClients.uri(redis);
        this.client = RedisClients.open(redis);
    }

    /** Connects, and again whenever the connection ends. */
    void start() {
        var _ = watch.scheduleAtFixedRate(this::lookAfter, 0, PING_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether Redis answers. */
    boolean isConnected() {
        Session now = session;
        return now != null && now.answered(GIVEN_UP_AFTER);
    }

    /** Whether Redis answers and tells what changes. */
    boolean isTracking() {
        Session now = session;
        return now != null && now.tracking && !now.runId.isEmpty();
    }

    @Override
    public @Nullable Verdict near(HostToken.Hash token) {
        Session now = session;
        return now == null || !now.tracking || !now.answered(PING_EVERY.plus(PONG_WITHIN))
                ? null
                : now.near.find(token);
    }

    @Override
    public @Nullable Verdict ask(HostToken.Hash token, String claimedHost) {
        Session now = session;
        if (now == null || now.runId.isEmpty() || now.isWaitedForInVain()) {
            return null;
        }
        NearCache.Slot slot = now.tracking ? now.near.prepare(token, claimedHost) : null;
        Verdict verdict = read(now, token, claimedHost);
        if (verdict != null && slot != null) {
            slot.fill(verdict);
        }
        return verdict;
    }

    private @Nullable Verdict read(Session from, HostToken.Hash token, String claimedHost) {
        RedisFuture<List<KeyValue<String, String>>> reading =
                from.connection.async().mget(GENERATION_KEY, TOKEN_KEY + token.hex(), EPOCH_KEY + claimedHost);
        List<KeyValue<String, String>> values;
        try {
            values = reading.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException | CancellationException e) {
            reading.cancel(false);
            from.waitedInVain = System.nanoTime();
            log.atDebug().setCause(e).log("Redis did not answer");
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
        String verdict = values.get(1).getValueOrElse(null);
        return verdict == null || !from.runId.equals(values.get(0).getValueOrElse(null))
                ? null
                : decide(verdict, values.get(2).getValueOrElse("0"), claimedHost);
    }

    private static @Nullable Verdict decide(String text, String goodFrom, String claimedHost) {
        try {
            Verdict verdict = VerdictJson.read(text);
            if (verdict instanceof Verdict.Good good
                    // The epoch was read for another host, or access has changed since: auth-service knows.
                    && (!good.hostId().equals(claimedHost) || good.epoch() < Long.parseLong(goodFrom))) {
                return null;
            }
            return verdict;
        } catch (IllegalArgumentException e) {
            log.atWarn()
                    .addKeyValue("reason", e.getMessage())
                    .log("Redis holds something that auth-service did not write");
            return null;
        }
    }

    private void lookAfter() {
        try {
            Session now = session;
            if (now == null) {
                connect();
            } else if (now.answered(GIVEN_UP_AFTER)) {
                now.ping();
            } else {
                now.end("it does not answer");
            }
        } catch (RuntimeException e) {
            log.atWarn().setCause(e).log("Redis could not be looked after");
        }
    }

    private void connect() {
        if (!connecting.compareAndSet(false, true)) {
            return;
        }
        var _ = client.connectAsync(StringCodec.UTF8, uri).whenComplete((connection, failure) -> {
            if (connection != null) {
                var fresh = new Session(connection);
                session = fresh;
                fresh.begin();
                log.info("Redis answers");
                away = false;
            } else if (!away) {
                away = true;
                log.atWarn()
                        .addKeyValue("reason", failure)
                        .log("Redis does not answer; auth-service is asked about every token");
            }
            connecting.set(false);
        });
    }

    @Override
    public void close() {
        watch.shutdownNow();
        synchronized (this) {
            // Its end is no news.
            session = null;
        }
        RedisClients.close(client);
    }

    /** One connection and what was learned over it. */
    private final class Session implements PushListener, RedisConnectionStateListener {
        private final StatefulRedisConnection<String, String> connection;
        private final NearCache near = new NearCache();
        /** Which run of Redis it is; empty until that is known, and until then nothing it says counts. */
        private volatile String runId = "";

        /** When the newest ping was sent that was answered in time; until then all news has come. */
        private volatile long answered = System.nanoTime();

        /** When a question was last given up. */
        private volatile long waitedInVain = answered;

        private volatile boolean tracking;

        Session(StatefulRedisConnection<String, String> connection) {
            this.connection = connection;
        }

        void begin() {
            connection.addListener((RedisConnectionStateListener) this);
            connection.addListener((PushListener) this);
            var _ = connection.async().info("server").whenComplete((info, failure) -> {
                runId = failure == null ? RedisRun.id(info) : "";
                if (runId.isEmpty()) {
                    log.atWarn()
                            .addKeyValue("reason", failure)
                            .log("Redis does not say which run of it this is; auth-service is asked about every token");
                }
            });
            var _ = connection
                    .async()
                    .clientTracking(TrackingArgs.Builder.enabled())
                    .whenComplete((ok, failure) -> {
                        tracking = failure == null;
                        if (failure != null) {
                            log.atWarn()
                                    .addKeyValue("reason", failure)
                                    .log("Redis does not tell what changes; it is asked about every token");
                        }
                    });
        }

        /** One time-out is enough to spare the next requests the wait, until a ping is answered again. */
        boolean isWaitedForInVain() {
            return waitedInVain - answered > 0 || !answered(GIVEN_UP_AFTER);
        }

        boolean answered(Duration within) {
            return System.nanoTime() - answered <= within.toNanos();
        }

        void ping() {
            long sent = System.nanoTime();
            var _ = connection.async().ping().whenComplete((pong, failure) -> {
                if (failure != null) {
                    end(failure.toString());
                } else if (System.nanoTime() - sent <= PONG_WITHIN.toNanos()) {
                    answered = sent;
                }
            });
        }

        void end(String reason) {
            synchronized (RedisTokenCache.this) {
                if (session != this) {
                    return;
                }
                session = null;
                away = true;
            }
            log.atWarn()
                    .addKeyValue("reason", reason)
                    .log("Redis does not answer any more; auth-service is asked about every token");
            var _ = connection.closeAsync();
        }

        @Override
        public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
            end("the connection ended");
        }

        @Override
        public void onPushMessage(PushMessage message) {
            if (!message.getType().equals("invalidate")) {
                return;
            }
            // Null stands for all of them.
            if (message.getContent(StringCodec.UTF8::decodeKey).get(1) instanceof List<?> keys) {
                keys.forEach(key -> changed(String.valueOf(key)));
            } else {
                end("it was emptied");
            }
        }

        private void changed(String key) {
            if (key.startsWith(TOKEN_KEY)) {
                HostToken.Hash hash = HostToken.Hash.parse(key.substring(TOKEN_KEY.length()));
                if (hash != null) {
                    near.tokenChanged(hash);
                }
            } else if (key.startsWith(EPOCH_KEY)) {
                near.epochChanged(key.substring(EPOCH_KEY.length()));
            } else if (key.equals(GENERATION_KEY)) {
                near.forgetAll();
            }
        }
    }
}
