package dev.statusmonitor.auth.cache;

import dev.statusmonitor.auth.publish.Outbox;
import dev.statusmonitor.starter.relay.Relay;
import java.time.Duration;
import java.util.List;

/**
 * Tells the ingestion edge from which epoch on tokens are good. What Redis did not take stays in the outbox; and
 * whenever Redis is back, or was emptied, every epoch that may still matter is told again, since it may have forgotten
 * it, and only then the edge trusts it.
 */
public final class EpochPublisher implements Relay.Work {
    private static final int BATCH = 500;

    private final Outbox outbox;
    private final RedisCache cache;
    private final Duration tokensLive;
    /** Whether every epoch that may matter waits in the outbox or was told since trust ended. */
    private boolean refilled;

    /** @param tokensLive how long a token is good at the most */
    public EpochPublisher(Outbox outbox, RedisCache cache, Duration tokensLive) {
        this.outbox = outbox;
        this.cache = cache;
        this.tokensLive = tokensLive;
    }

    @Override
    public boolean run() {
        boolean trusted = cache.lookAfter();
        if (!cache.isConnected()) {
            refilled = false;
            return false;
        }
        if (!trusted && !refilled) {
            outbox.putEpochs(tokensLive);
            refilled = true;
        }
        List<Outbox.Pending> pending = outbox.epochs(BATCH);
        try {
            for (Outbox.Pending epoch : pending) {
                cache.raiseEpoch(epoch.hostId(), epoch.number());
                outbox.epochTold(epoch);
            }
            if (pending.size() < BATCH && !trusted) {
                refilled = false;
                cache.trust();
            }
        } catch (RedisCache.UnavailableException e) {
            // The next look after the connection says so, and gives it up.
            refilled = false;
            return false;
        }
        return pending.size() == BATCH;
    }
}
