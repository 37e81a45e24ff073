package dev.statusmonitor.ingestion.authenticate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was read from Redis over one connection on which Redis tells of every key that changes. It ends with that
 * connection: a new one begins with a new cache.
 *
 * <p>Whether an entry still counts depends on two keys, the token's and its host's epoch. A {@link Slot} is put in
 * place before they are read; a change that Redis tells of between the reading and its answer spoils the slot, so that
 * an old answer never outlives the news. Safe for use by several threads.
 */
final class NearCache {
    private static final int MOST = 100_000;

    /** A second line: whatever goes wrong with Redis's news, nothing is believed for longer. */
    private static final Duration AT_MOST = Duration.ofMinutes(1);

    private final Cache<HostToken.Hash, Slot> tokens =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(AT_MOST).build();

    private final Cache<String, Mark> hosts = Caffeine.newBuilder()
            .maximumSize(2 * MOST)
            // Who forgets a mark can no longer spoil it, so it is spoilt now.
            .evictionListener((@Nullable String host, @Nullable Mark mark, RemovalCause cause) -> spoil(mark))
            .build();

    /** What Redis said of the token; null where that is not known any more or not yet. */
    @Nullable Verdict find(HostToken.Hash token) {
        Slot slot = tokens.getIfPresent(token);
        return slot == null ? null : slot.verdict();
    }

    /** To be called before Redis is asked about the token and the host's epoch. */
    Slot prepare(HostToken.Hash token, String host) {
        var slot = new Slot(hosts.get(host, name -> new Mark()));
        tokens.put(token, slot);
        return slot;
    }

    void tokenChanged(HostToken.Hash token) {
        Slot slot = tokens.asMap().remove(token);
        if (slot != null) {
            slot.token.spoilt = true;
        }
    }

    void epochChanged(String host) {
        spoil(hosts.asMap().remove(host));
    }

    /** Nothing that was read until now counts any more, nor what is being read now. */
    void forgetAll() {
        List.copyOf(hosts.asMap().keySet()).forEach(this::epochChanged);
    }

    private static void spoil(@Nullable Mark mark) {
        if (mark != null) {
            mark.spoilt = true;
        }
    }

    /** A key's news: once it has changed, what was read before counts no more. */
    private static final class Mark {
        private volatile boolean spoilt;
    }

    /** The place of one answer. */
    static final class Slot {
        private final Mark token = new Mark();
        private final Mark epoch;
        private volatile @Nullable Verdict verdict;

        private Slot(Mark epoch) {
            this.epoch = epoch;
        }

        /** Fills in what Redis answered. */
        void fill(Verdict answer) {
            verdict = answer;
        }

        private @Nullable Verdict verdict() {
            return token.spoilt || epoch.spoilt ? null : verdict;
        }
    }
}
