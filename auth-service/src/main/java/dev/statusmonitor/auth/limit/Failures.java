package dev.statusmonitor.auth.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Optional;

/**
 * Counts failures by key in token buckets; success costs nothing. Memory is bounded: the keys that were quiet longest
 * are forgotten first. Safe for use by several threads.
 */
final class Failures {
    private static final int KEYS_MAX = 50_000;

    private final Cache<String, Bucket> buckets;
    private final int allowed;
    private final Duration window;
    private final TimeMeter time;

    Failures(int allowed, Duration window, TimeMeter time) {
        this.allowed = allowed;
        this.window = window;
        this.time = time;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(KEYS_MAX)
                .expireAfterAccess(window)
                .build();
    }

    /** How long to wait before the next try; empty where it may be made now. */
    Optional<Duration> blockedFor(String key) {
        Bucket bucket = buckets.getIfPresent(key);
        if (bucket == null) {
            return Optional.empty();
        }
        var probe = bucket.estimateAbilityToConsume(1);
        return probe.canBeConsumed()
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    void add(String key) {
        buckets.get(key, k -> newBucket()).tryConsume(1);
    }

    private Bucket newBucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(allowed).refillGreedy(allowed, window))
                .withCustomTimePrecision(time)
                .build();
    }
}
