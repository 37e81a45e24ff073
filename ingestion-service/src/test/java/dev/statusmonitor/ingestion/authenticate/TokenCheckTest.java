package dev.statusmonitor.ingestion.authenticate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TokenCheckTest {
    private static final long NOW = 1_763_912_176_000L;
    private static final Verdict.Good GOOD = new Verdict.Good("h1", 1, NOW + 1_000);
    private static final Verdict.Good OVER = new Verdict.Good("h1", 1, NOW);
    private static final Verdict.Bad REVOKED = new Verdict.Bad(Verdict.Reason.REVOKED);

    private final Map<HostToken.Hash, Verdict> near = new HashMap<>();
    private final Map<HostToken.Hash, Verdict> far = new HashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicLong newestEpoch = new AtomicLong();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Callable<Verdict> authService = () -> GOOD;

    private final TokenCheck check = new TokenCheck(
            new TokenCache() {
                @Override
                public @Nullable Verdict near(HostToken.Hash token) {
                    return near.get(token);
                }

                @Override
                public @Nullable Verdict ask(HostToken.Hash token, String claimedHost) {
                    return far.get(token);
                }
            },
            token -> {
                asked.incrementAndGet();
                try {
                    return authService.call();
                } catch (Exception e) {
                    throw new CheckUnavailableException("away", e);
                }
            },
            new FailureLimiter(3, Duration.ofHours(1)),
            host -> newestEpoch.get(),
            InstantSource.fixed(Instant.ofEpochMilli(NOW)),
            2,
            Duration.ofMillis(300),
            meters);

    private final HostToken token = token("1");

    @Test
    void asksFromNearToFar() throws Exception {
        assertThat(check.check(token, "a")).isEqualTo(GOOD);
        assertThat(asked).hasValue(1);
        far.put(token.hash(), REVOKED);
        assertThat(check.check(token, "a")).isEqualTo(REVOKED);
        near.put(token.hash(), GOOD);
        assertThat(check.check(token, "a")).isEqualTo(GOOD);
        assertThat(asked).hasValue(1);
        assertThat(counted("near")).isEqualTo(1);
        assertThat(counted("redis")).isEqualTo(1);
        assertThat(counted("introspection")).isEqualTo(1);
    }

    @Test
    void whatHasRunOutIsAskedAbout() throws Exception {
        near.put(token.hash(), OVER);
        far.put(token.hash(), OVER);
        authService = () -> new Verdict.Bad(Verdict.Reason.EXPIRED);
        assertThat(check.check(token, "a")).isEqualTo(new Verdict.Bad(Verdict.Reason.EXPIRED));
    }

    @Test
    void whatIsOlderThanNewsThatCameAnotherWayIsAskedAbout() throws Exception {
        near.put(token.hash(), GOOD);
        far.put(token.hash(), GOOD);
        authService = () -> REVOKED;
        newestEpoch.set(GOOD.epoch());
        assertThat(check.check(token, "a")).isEqualTo(GOOD);
        newestEpoch.set(GOOD.epoch() + 1);
        assertThat(check.check(token, "a")).isEqualTo(REVOKED);
    }

    @Test
    void asksNobodyAboutWhatIsNoToken() throws Exception {
        assertThat(check.check(new HostToken("nonsense"), "a")).isEqualTo(new Verdict.Bad(Verdict.Reason.INVALID));
        assertThat(asked).hasValue(0);
    }

    @Test
    void saysNothingWhereNobodyCanSay() {
        authService = () -> {
            throw new IllegalStateException("away");
        };
        assertThatThrownBy(() -> check.check(token, "a")).isInstanceOf(CheckUnavailableException.class);
        assertThat(counted("nobody")).isEqualTo(1);
    }

    @Test
    void anAnswerThatComesTooLateDoesNotCount() {
        authService = () -> {
            Thread.sleep(400);
            return GOOD;
        };
        assertThatThrownBy(() -> check.check(token, "a"))
                .isInstanceOf(CheckUnavailableException.class)
                .hasMessageContaining("too late");
    }

    @Test
    void asksAddressesWithManyBadTokensToWait() throws Exception {
        authService = () -> REVOKED;
        for (int i = 0; i < 3; i++) {
            assertThat(check.check(token("bad" + i), "a")).isEqualTo(REVOKED);
        }
        assertThatThrownBy(() -> check.check(token("bad"), "a"))
                .isInstanceOfSatisfying(
                        TooManyFailuresException.class,
                        e -> assertThat(e.retryAfter()).isBetween(Duration.ofMinutes(15), Duration.ofMinutes(20)));
        // Others, and whoever is known, are not held up.
        authService = () -> GOOD;
        assertThat(check.check(token, "b")).isEqualTo(GOOD);
        far.put(token.hash(), GOOD);
        assertThat(check.check(token, "a")).isEqualTo(GOOD);
    }

    @Test
    void anIpv6NeighbourhoodIsOneAddress() throws Exception {
        authService = () -> REVOKED;
        for (int i = 0; i < 3; i++) {
            check.check(token("bad" + i), "2001:db8:0:1:0:0:0:" + i);
        }
        assertThatThrownBy(() -> check.check(token("bad"), "2001:db8:0:1:9:9:9:9"))
                .isInstanceOf(TooManyFailuresException.class);
        assertThat(check.check(token("bad"), "2001:db8:0:2:9:9:9:9")).isEqualTo(REVOKED);
    }

    @Test
    void requestsOfOneTokenShareAQuestion() throws Exception {
        var answer = new CountDownLatch(1);
        authService = () -> {
            answer.await();
            return GOOD;
        };
        List<Future<Verdict>> answers = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 10; i++) {
                answers.add(threads.submit(() -> check.check(token, "a")));
            }
            TimeUnit.MILLISECONDS.sleep(50);
            answer.countDown();
            for (Future<Verdict> each : answers) {
                assertThat(each.get()).isEqualTo(GOOD);
            }
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void asksOnlySoManyQuestionsAtOnce() throws Exception {
        var answer = new CountDownLatch(1);
        authService = () -> {
            answer.await();
            return GOOD;
        };
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> check.check(token("1"), "a"));
            var second = threads.submit(() -> check.check(token("2"), "a"));
            org.awaitility.Awaitility.await().until(() -> asked.get() == 2);
            assertThatThrownBy(() -> check.check(token("3"), "a"))
                    .isInstanceOf(CheckUnavailableException.class)
                    .hasMessageContaining("too many questions");
            answer.countDown();
            assertThat(List.of(first, second))
                    .allSatisfy(each -> assertThat(each).isNotCancelled());
        }
    }

    private double counted(String by) {
        return meters.get("statusmonitor.ingestion.auth.checks")
                .tag("by", by)
                .counter()
                .count();
    }

    private static HostToken token(String signature) {
        return new HostToken("e30."
                + Base64.getUrlEncoder().encodeToString("{\"sub\":\"h1\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + signature);
    }
}
