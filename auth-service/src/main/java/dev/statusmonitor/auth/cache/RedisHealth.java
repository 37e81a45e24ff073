package dev.statusmonitor.auth.cache;

import dev.statusmonitor.auth.publish.Outbox;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Whether the cache can be written, and whether a revocation waits for it. */
public final class RedisHealth extends AbstractHealthIndicator {
    private final RedisCache cache;
    private final Outbox outbox;

    public RedisHealth(RedisCache cache, Outbox outbox) {
        this.cache = cache;
        this.outbox = outbox;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        health.status(cache.isConnected() ? "UP" : "DOWN")
                .withDetail("revocations_waiting", outbox.epochs(1_000).size());
    }
}
