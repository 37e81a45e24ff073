package dev.statusmonitor.ingestion.authenticate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * Notices two machines that send as one host, such as a machine and the copy of its disk. An agent that got a new token
 * never comes back to the one before; two agents, each with its own, take turns. Safe for use by several threads.
 */
final class SharedIdentities {
    private static final int MOST_HOSTS = 200_000;

    /** More machines than this under one identity are noticed when some of them end. */
    private static final int TOKENS = 8;

    /** One late request may look like a return. */
    private static final int RETURNS = 3;

    private static final long WITHIN = Duration.ofMinutes(1).toMillis();
    private static final long TOLD_EVERY = Duration.ofMinutes(1).toMillis();

    private final InstantSource clock;
    private final Consumer<String> tell;
    private final Cache<String, Seen> hosts = Caffeine.newBuilder()
            .maximumSize(MOST_HOSTS)
            .expireAfterAccess(Duration.ofMinutes(10))
            .build();

    private static final class Seen {
        /** Of this host, the newest last. */
        final ArrayDeque<HostToken.Hash> tokens = new ArrayDeque<>(2);

        int returns;
        long returnedAt;
        long toldAt;
    }

    /** @param tell is told of such a host, at most once a minute; must not wait */
    SharedIdentities(InstantSource clock, Consumer<String> tell) {
        this.clock = clock;
        this.tell = tell;
    }

    /**
     * Takes note of a request with a good token.
     *
     * @return whether another machine sends as this host as well
     */
    boolean isShared(String host, HostToken.Hash token) {
        Seen seen = hosts.get(host, key -> new Seen());
        boolean shared;
        boolean told;
        synchronized (seen) {
            if (token.equals(seen.tokens.peekLast()) && seen.returns == 0) {
                return false;
            }
            long now = clock.millis();
            if (seen.returns > 0 && now - seen.returnedAt > WITHIN) {
                seen.returns = 0;
            }
            if (!token.equals(seen.tokens.peekLast())) {
                if (seen.tokens.remove(token)) {
                    seen.returns++;
                    seen.returnedAt = now;
                } else if (seen.tokens.size() == TOKENS) {
                    seen.tokens.removeFirst();
                }
                seen.tokens.addLast(token);
            }
            shared = seen.returns >= RETURNS;
            told = shared && now - seen.toldAt >= TOLD_EVERY;
            if (told) {
                seen.toldAt = now;
            }
        }
        if (told) {
            tell.accept(host);
        }
        return shared;
    }
}
