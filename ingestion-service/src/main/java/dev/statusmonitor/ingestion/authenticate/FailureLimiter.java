package dev.statusmonitor.ingestion.authenticate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import java.time.Duration;

/**
 * Counts the bad tokens of each address. Only those that auth-service had to be asked about are counted, and only the
 * next question to it is refused: hosts whose tokens are known go on behind an address that somebody else misuses.
 */
final class FailureLimiter {
    private static final int MOST_ADDRESSES = 50_000;

    private final int burst;
    private final Duration refill;
    private final Cache<String, Bucket> buckets;

    /**
     * @param burst so many at once
     * @param refill in this time as many again
     */
    FailureLimiter(int burst, Duration refill) {
        this.burst = burst;
        this.refill = refill;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MOST_ADDRESSES)
                .expireAfterAccess(refill.multipliedBy(2))
                .build();
    }

    /** @throws TooManyFailuresException where the address has had too many */
    void requireFew(String address) throws TooManyFailuresException {
        Bucket bucket = buckets.getIfPresent(network(address));
        if (bucket != null) {
            var estimate = bucket.estimateAbilityToConsume(1);
            if (!estimate.canBeConsumed()) {
                throw new TooManyFailuresException(Duration.ofNanos(estimate.getNanosToWaitForRefill()));
            }
        }
    }

    void count(String address) {
        buckets.get(
                        network(address),
                        key -> Bucket.builder()
                                .addLimit(limit -> limit.capacity(burst).refillGreedy(burst, refill))
                                .build())
                .tryConsume(1);
    }

    /** Who has one IPv6 address has its /64. */
    private static String network(String address) {
        int at = -1;
        for (int group = 0; group < 4; group++) {
            at = address.indexOf(':', at + 1);
            if (at < 0) {
                return address;
            }
        }
        return address.substring(0, at);
    }
}
