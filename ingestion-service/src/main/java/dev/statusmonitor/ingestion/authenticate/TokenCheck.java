package dev.statusmonitor.ingestion.authenticate;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Says whose a token is: by the near cache, else by Redis, else by auth-service. Where none of them can say, it does
 * not say. Safe for use by several threads.
 */
final class TokenCheck {
    private static final Verdict INVALID = new Verdict.Bad(Verdict.Reason.INVALID);

    private final TokenCache cache;
    private final Introspector introspector;
    private final FailureLimiter failures;
    private final HostEpochs epochs;
    private final InstantSource clock;
    private final Duration patience;
    private final Semaphore questions;
    private final ConcurrentMap<HostToken.Hash, CompletableFuture<Verdict>> asking = new ConcurrentHashMap<>();
    private final Counter byNear;
    private final Counter byRedis;
    private final Counter byIntrospection;
    private final Counter undecided;
    private final Timer nearTime;
    private final Timer redisTime;
    private final Timer introspectionTime;

    /**
     * @param maxQuestions how many questions auth-service is asked at once
     * @param patience how old an answer of auth-service may be when it comes; a revocation lands within a second, so
     *     less than that
     */
    TokenCheck(
            TokenCache cache,
            Introspector introspector,
            FailureLimiter failures,
            HostEpochs epochs,
            InstantSource clock,
            int maxQuestions,
            Duration patience,
            MeterRegistry meters) {
        this.cache = cache;
        this.introspector = introspector;
        this.failures = failures;
        this.epochs = epochs;
        this.clock = clock;
        this.patience = patience;
        this.questions = new Semaphore(maxQuestions);
        this.byNear = checks(meters, "near");
        this.byRedis = checks(meters, "redis");
        this.byIntrospection = checks(meters, "introspection");
        this.undecided = checks(meters, "nobody");
        this.nearTime = time(meters, "near");
        this.redisTime = time(meters, "redis");
        this.introspectionTime = time(meters, "introspection");
    }

    private static Counter checks(MeterRegistry meters, String by) {
        return Counter.builder("statusmonitor.ingestion.auth.checks")
                .description(
                        "Tokens checked, by who said whether they are good; introspection is a call to auth-service")
                .tag("by", by)
                .register(meters);
    }

    private static Timer time(MeterRegistry meters, String by) {
        return Timer.builder("statusmonitor.ingestion.auth.time")
                .description("How long checking a token took, by who said whether it is good")
                .tag("by", by)
                .register(meters);
    }

    /**
     * Whose the token is.
     *
     * @param address where it came from
     * @throws CheckUnavailableException where nobody can say in time
     * @throws TooManyFailuresException where the address has sent too many bad ones
     */
    Verdict check(HostToken token, String address) throws CheckUnavailableException, TooManyFailuresException {
        long began = System.nanoTime();
        Verdict near = current(cache.near(token.hash()));
        if (near != null) {
            byNear.increment();
            nearTime.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
            return near;
        }
        String claimedHost = token.claimedHost();
        if (claimedHost == null) {
            return INVALID;
        }
        Verdict cached = current(cache.ask(token.hash(), claimedHost));
        if (cached != null) {
            byRedis.increment();
            redisTime.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
            return cached;
        }
        failures.requireFew(address);
        Verdict verdict;
        try {
            verdict = askOnce(token);
        } catch (CheckUnavailableException e) {
            undecided.increment();
            throw e;
        }
        introspectionTime.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
        if (verdict instanceof Verdict.Bad) {
            failures.count(address);
        }
        return verdict;
    }

    /**
     * What has run out, and what is older than the news that came another way, says nothing: auth-service knows whether
     * it is expired or revoked.
     */
    private @Nullable Verdict current(@Nullable Verdict verdict) {
        return verdict instanceof Verdict.Good good
                        && (good.expires() <= clock.millis() || good.epoch() < epochs.of(good.hostId()))
                ? null
                : verdict;
    }

    /** Requests that come with one token at once share one question. */
    private Verdict askOnce(HostToken token) throws CheckUnavailableException {
        var mine = new CompletableFuture<Verdict>();
        CompletableFuture<Verdict> others = asking.putIfAbsent(token.hash(), mine);
        if (others != null) {
            return join(others);
        }
        try {
            Verdict verdict = ask(token);
            mine.complete(verdict);
            return verdict;
        } catch (CheckUnavailableException | RuntimeException e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            asking.remove(token.hash(), mine);
        }
    }

    private Verdict join(CompletableFuture<Verdict> answer) throws CheckUnavailableException {
        try {
            return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new CheckUnavailableException("the question that was under way was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CheckUnavailableException("interrupted", e);
        }
    }

    private Verdict ask(HostToken token) throws CheckUnavailableException {
        long asked = System.nanoTime();
        try {
            if (!questions.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new CheckUnavailableException("too many questions to auth-service are open");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CheckUnavailableException("interrupted", e);
        }
        Verdict verdict;
        try {
            byIntrospection.increment();
            verdict = introspector.introspect(token);
        } finally {
            questions.release();
        }
        // By now the host may have been revoked.
        if (System.nanoTime() - asked > patience.toNanos()) {
            throw new CheckUnavailableException("auth-service answered too late");
        }
        return verdict;
    }
}
