package dev.statusmonitor.alerts.consume;

import dev.statusmonitor.alerts.evaluate.HostFacts;
import dev.statusmonitor.contract.HostChange;
import dev.statusmonitor.starter.hosts.HostDirectory;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What evaluation has to know of the hosts: one object a host until something changes. Safe for several threads. */
public final class KnownHosts {
    private final Map<String, HostFacts> facts = new ConcurrentHashMap<>();
    private final Set<String> owners = ConcurrentHashMap.newKeySet();
    private final Set<String> newOwners = ConcurrentHashMap.newKeySet();

    /** @param directory to be listened to before it starts */
    public KnownHosts(HostDirectory directory) {
        directory.addListener(this::changed);
    }

    private void changed(HostChange host) {
        if (host.state() == HostChange.State.DELETED) {
            facts.remove(host.hostId());
            return;
        }
        facts.put(
                host.hostId(),
                new HostFacts(
                        host.hostId(),
                        host.ownerId(),
                        host.name(),
                        host.tags(),
                        host.state() == HostChange.State.ACTIVE));
        String owner = host.ownerId();
        if (owner != null && owners.add(owner)) {
            newOwners.add(owner);
        }
    }

    /** Null for one that is not there, or deleted. */
    public @Nullable HostFacts of(String hostId) {
        return facts.get(hostId);
    }

    /** Accounts with hosts that were not there when this was last asked. */
    Set<String> takeNewOwners() {
        Set<String> taken = Set.copyOf(newOwners);
        newOwners.removeAll(taken);
        return taken;
    }

    /** They could not be dealt with and come again. */
    void giveBack(Set<String> untaken) {
        newOwners.addAll(untaken);
    }
}
