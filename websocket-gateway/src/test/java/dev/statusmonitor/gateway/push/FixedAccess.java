package dev.statusmonitor.gateway.push;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What a test says about whose host is whose. */
final class FixedAccess implements HostAccess {
    volatile boolean known = true;
    private final Map<String, String> owners = new ConcurrentHashMap<>();

    void owns(String accountId, String... hostIds) {
        for (String hostId : hostIds) {
            owners.put(hostId, accountId);
        }
    }

    @Override
    public boolean known() {
        return known;
    }

    @Override
    public @Nullable String readerOf(String hostId) throws AccessUnknownException {
        check();
        return owners.get(hostId);
    }

    @Override
    public Collection<String> hostsOf(String accountId) throws AccessUnknownException {
        check();
        return owners.entrySet().stream()
                .filter(each -> each.getValue().equals(accountId))
                .map(Map.Entry::getKey)
                .toList();
    }

    private void check() throws AccessUnknownException {
        if (!known) {
            throw new AccessUnknownException();
        }
    }
}
