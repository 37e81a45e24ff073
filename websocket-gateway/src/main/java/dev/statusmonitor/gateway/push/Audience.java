package dev.statusmonitor.gateway.push;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Who listens to what. Reading costs one look-up; joining and leaving copy. Safe for use by several threads. */
final class Audience {
    private final Map<String, List<Outbox>> byAccount = new ConcurrentHashMap<>();
    private final Map<String, List<Outbox>> overviewByAccount = new ConcurrentHashMap<>();
    private final Map<String, List<Outbox>> byHost = new ConcurrentHashMap<>();

    boolean isEmpty() {
        return byAccount.isEmpty();
    }

    /** All connections. */
    List<Outbox> all() {
        return byAccount.values().stream().flatMap(List::stream).toList();
    }

    /** All connections of an account. */
    List<Outbox> of(String accountId) {
        return byAccount.getOrDefault(accountId, List.of());
    }

    /** Those connections of an account that show its overview. */
    List<Outbox> ofOverview(String accountId) {
        return overviewByAccount.getOrDefault(accountId, List.of());
    }

    /** Those connections, of whatever account, that asked for a host. */
    List<Outbox> ofHost(String hostId) {
        return byHost.getOrDefault(hostId, List.of());
    }

    void join(Outbox outbox) {
        add(byAccount, outbox.accountId(), outbox);
    }

    void leave(Outbox outbox) {
        remove(byAccount, outbox.accountId(), outbox);
        leaveOverview(outbox);
        outbox.watched().forEach(hostId -> leaveHost(hostId, outbox));
    }

    void joinOverview(Outbox outbox) {
        add(overviewByAccount, outbox.accountId(), outbox);
    }

    void leaveOverview(Outbox outbox) {
        remove(overviewByAccount, outbox.accountId(), outbox);
    }

    void joinHost(String hostId, Outbox outbox) {
        add(byHost, hostId, outbox);
    }

    void leaveHost(String hostId, Outbox outbox) {
        remove(byHost, hostId, outbox);
    }

    private static void add(Map<String, List<Outbox>> index, String key, Outbox outbox) {
        index.merge(
                key,
                List.of(outbox),
                (some, one) -> some.contains(outbox)
                        ? some
                        : Stream.concat(some.stream(), one.stream()).toList());
    }

    private static void remove(Map<String, List<Outbox>> index, String key, Outbox outbox) {
        index.computeIfPresent(key, (same, some) -> {
            List<Outbox> rest = some.stream().filter(each -> each != outbox).toList();
            return rest.isEmpty() ? null : rest;
        });
    }
}
