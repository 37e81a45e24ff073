package dev.statusmonitor.ingestion.receive;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.statusmonitor.starter.problem.ProblemException;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;

/**
 * How fast a host may send. A host that catches up sends large batches beside its newest sample: a batch that is too
 * much takes nothing from what the newest sample needs.
 */
final class HostLimiter {
    private static final int MOST_HOSTS = 200_000;

    private final ReceiveSettings settings;
    // A bucket that was left alone for so long is full again.
    private final Cache<String, Buckets> hosts = Caffeine.newBuilder()
            .maximumSize(MOST_HOSTS)
            .expireAfterAccess(Duration.ofMinutes(2))
            .build();

    HostLimiter(ReceiveSettings settings) {
        this.settings = settings;
    }

    /** @throws ProblemException 429 where the host sends too many requests */
    void request(String host) {
        require(buckets(host).requests.tryConsumeAndReturnRemaining(1), "requests");
    }

    /** @throws ProblemException 429 where the host sends too many samples */
    void samples(String host, int count) {
        if (count > 0) {
            require(buckets(host).samples.tryConsumeAndReturnRemaining(count), "samples");
        }
    }

    private Buckets buckets(String host) {
        return hosts.get(
                host,
                key -> new Buckets(
                        Bucket.builder()
                                .addLimit(limit -> limit.capacity(settings.requestsBurst())
                                        .refillGreedy(settings.requestsPerSecond(), Duration.ofSeconds(1)))
                                .build(),
                        Bucket.builder()
                                .addLimit(limit -> limit.capacity(settings.samplesPerMinute())
                                        .refillGreedy(settings.samplesPerMinute(), Duration.ofMinutes(1)))
                                .build()));
    }

    private void require(ConsumptionProbe probe, String what) {
        if (!probe.isConsumed()) {
            throw ProblemException.tooManyRequests(
                    "This host sends too many " + what + ": at most " + settings.requestsPerSecond()
                            + " requests a second and " + settings.samplesPerMinute()
                            + " samples a minute. Send several samples in one request, and wait as Retry-After says.",
                    Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
    }

    private record Buckets(Bucket requests, Bucket samples) {}
}
