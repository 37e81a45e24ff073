package dev.statusmonitor.history.upkeep;

import dev.statusmonitor.contract.HostChange;
import dev.statusmonitor.history.store.HostRemover;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The hosts of which the store may still have something though they were deleted. All deletions that there ever were
 * are told again at each start, so nothing has to be remembered.
 */
final class DeletedHosts {
    /** Records that were under way when a host was deleted are stored by then. */
    private static final Duration UNDER_WAY = Duration.ofHours(1);

    private final HostRemover remover;
    private final Clock clock;
    /** When each was deleted, Unix time in milliseconds. */
    private final Map<String, Long> pending = new ConcurrentHashMap<>();

    DeletedHosts(HostRemover remover, Clock clock) {
        this.remover = remover;
        this.clock = clock;
    }

    /** Takes note of a change of a host. */
    void changed(HostChange change) {
        if (change.state() == HostChange.State.DELETED) {
            pending.put(change.hostId(), change.changed());
        }
    }

    /** How many there are. */
    int count() {
        return pending.size();
    }

    /** Takes out what can be taken out now; one host is asked for again until it has been gone for good. */
    void remove() {
        Set<String> hosts = new HashSet<>(pending.keySet());
        if (hosts.isEmpty()) {
            return;
        }
        long since = clock.millis() - UNDER_WAY.toMillis();
        for (String gone : remover.remove(hosts)) {
            pending.computeIfPresent(gone, (host, deleted) -> deleted < since ? null : deleted);
        }
    }
}
