package dev.statusmonitor.auth.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.statusmonitor.auth.TestClock;
import dev.statusmonitor.auth.TestDatabase;
import dev.statusmonitor.auth.account.Account;
import dev.statusmonitor.auth.account.AccountStore;
import dev.statusmonitor.auth.audit.AuditLog;
import dev.statusmonitor.auth.audit.Deed;
import dev.statusmonitor.auth.host.Host;
import dev.statusmonitor.auth.host.HostStore;
import dev.statusmonitor.auth.host.Hosts;
import dev.statusmonitor.auth.publish.Outbox;
import dev.statusmonitor.embedded.redis.EmbeddedRedis;
import dev.statusmonitor.starter.redis.RedisClients;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import tools.jackson.databind.json.JsonMapper;

/** The cache on a Redis that comes and goes. */
final class RedisCacheIT {
    private static final Deed DEED = new Deed("session", "192.0.2.7");

    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    private Path folder;

    private final String password = EmbeddedRedis.newPassword();
    private final TestDatabase database = TestDatabase.sqlite();
    private final TestClock clock = new TestClock();
    private final Outbox outbox = new Outbox(database.jdbc(), clock);
    private final Hosts hosts = new Hosts(
            new HostStore(database.jdbc(), new JsonMapper()),
            outbox,
            new AuditLog(database.jdbc(), clock),
            database.transactions(),
            clock);
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private EmbeddedRedis redis;
    private RedisCache cache;
    private EpochPublisher publisher;

    @BeforeEach
    void connect() {
        database.empty();
        new AccountStore(database.jdbc())
                .add(new Account("ada", "ada@example.org", "Ada", clock.millis()), "a hash of no password");
        redis = startRedis("redis");
        cache = open(redis.uri());
        publisher = new EpochPublisher(outbox, cache, HOUR.multipliedBy(2));
        publisher.run();
        assertThat(cache.isConnected()).isTrue();
    }

    @AfterEach
    void disconnect() {
        cache.close();
        redis.close();
    }

    @Test
    void keepsGoodTokensForAsLongAsTheyLiveAndRefusalsForAMinute() throws Exception {
        cache.putGood("t1", "good", "h1", 1, Duration.ofMillis(300));
        cache.putRefused("t2", "bad", HOUR);

        assertThat(cache.read("sm:token:t1")).contains("good");
        assertThat(cache.read("sm:token:t2")).contains("bad");
        await().until(() -> cache.read("sm:token:t1").isEmpty());
        cache.putGood("t1", "good", "h1", 1, Duration.ZERO);
        assertThat(cache.read("sm:token:t1")).isEmpty();
    }

    @Test
    void anAnswerThatWasOnItsWayWhileAccessChangedIsNotKept() throws Exception {
        cache.raiseEpoch("h1", 2);

        cache.putGood("t1", "read before the change", "h1", 1, HOUR);
        cache.putGood("t2", "read after it", "h1", 2, HOUR);
        cache.putGood("t3", "of another host", "h2", 1, HOUR);

        assertThat(cache.read("sm:token:t1")).isEmpty();
        assertThat(cache.read("sm:token:t2")).isPresent();
        assertThat(cache.read("sm:token:t3")).isPresent();
    }

    @Test
    void anEpochNeverGoesBack() throws Exception {
        cache.raiseEpoch("h1", 10);
        cache.raiseEpoch("h1", 9);

        assertThat(cache.read("sm:epoch:h1")).contains("10");
    }

    @Test
    void anEpochThatRedisDidNotTakeIsKeptUntilItDoes() throws Exception {
        Host host = hosts.add("ada", "web-1", "key", Map.of(), DEED);
        redis.close();
        delete(host);

        publisher.run();
        publisher.run();

        assertThat(cache.isConnected()).isFalse();
        assertThat(outbox.epochs(10)).hasSize(1);
        assertThat(health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(health().getDetails()).containsEntry("revocations_waiting", 1);
        assertThatThrownBy(() -> cache.raiseEpoch(host.id(), 2)).isInstanceOf(RedisCache.UnavailableException.class);

        restartRedis("redis");
        publisher.run();

        assertThat(cache.read("sm:epoch:" + host.id())).contains("2");
        assertThat(outbox.epochs(10)).isEmpty();
        assertThat(health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void aRedisThatForgotEverythingIsToldAgain() throws Exception {
        Host host = hosts.add("ada", "web-1", "key", Map.of(), DEED);
        delete(host);
        publisher.run();
        assertThat(cache.read("sm:epoch:" + host.id())).contains("2");
        redis.close();
        publisher.run();

        restartRedis("another");
        publisher.run();

        assertThat(cache.read("sm:epoch:" + host.id())).contains("2");
    }

    @Test
    void trustBeginsWithEachRunOfRedisAndOnlyOnceEveryEpochWasTold() throws Exception {
        String first = cache.read(RedisCache.GENERATION_KEY).orElseThrow();
        Host host = hosts.add("ada", "web-1", "key", Map.of(), DEED);
        delete(host);
        publisher.run();
        redis.close();
        publisher.run();

        // As after a snapshot: trust is there, the revocation is not.
        restartRedis("another");
        try (RedisCache snapshot = open(redis.uri())) {
            assertThat(snapshot.lookAfter()).isFalse();
            assertThat(snapshot.read(RedisCache.GENERATION_KEY)).isEmpty();
            assertThat(snapshot.lookAfter()).isFalse();
        }
        publisher.run();

        assertThat(cache.read("sm:epoch:" + host.id())).contains("2");
        assertThat(cache.read(RedisCache.GENERATION_KEY)).isPresent().get().isNotEqualTo(first);
        assertThat(cache.lookAfter()).isTrue();
    }

    @Test
    void aRedisThatWasEmptiedIsToldEverythingBeforeItIsTrustedAgain() throws Exception {
        Host host = hosts.add("ada", "web-1", "key", Map.of(), DEED);
        delete(host);
        publisher.run();
        try (var other = RedisClients.open(redis.uri()).connect()) {
            other.sync().flushall();
        }
        assertThat(cache.read("sm:epoch:" + host.id())).isEmpty();
        assertThat(cache.lookAfter()).isFalse();

        publisher.run();

        assertThat(cache.read("sm:epoch:" + host.id())).contains("2");
        assertThat(cache.lookAfter()).isTrue();
    }

    @Test
    void writesAreDroppedAndCountedWhileRedisIsAway() {
        redis.close();

        long before = System.nanoTime();
        cache.putGood("t1", "good", "h1", 1, HOUR);
        cache.putRefused("t2", "bad", HOUR);

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
        assertThat(meters.counter("statusmonitor.auth.cache.dropped").count()).isEqualTo(2);
    }

    private void delete(Host host) {
        database.transactions().executeWithoutResult(transaction -> {
            database.jdbc()
                    .sql("UPDATE host SET epoch = 2, epoch_changed = :now, state = 'deleted' WHERE id = :id")
                    .param("now", clock.millis())
                    .param("id", host.id())
                    .update();
            outbox.accessChanged(hosts.find(host.id()).orElseThrow());
        });
    }

    private Health health() {
        return Objects.requireNonNull(new RedisHealth(cache, outbox).health());
    }

    private RedisCache open(URI uri) {
        var settings = new RedisSettings(uri, null, Duration.ofSeconds(1), Duration.ofMillis(500));
        return new RedisCache(RedisClients.open(settings.uri()), settings, meters);
    }

    private EmbeddedRedis startRedis(String name) {
        return EmbeddedRedis.start(new EmbeddedRedis.Settings(folder.resolve(name), password));
    }

    /** At its old port, with what it kept there, or as a new one. */
    private void restartRedis(String name) {
        redis = EmbeddedRedis.start(new EmbeddedRedis.Settings(folder.resolve(name), password).withPort(redis.port()));
    }
}
