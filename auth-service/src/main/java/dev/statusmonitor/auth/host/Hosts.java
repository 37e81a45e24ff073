package dev.statusmonitor.auth.host;

import dev.statusmonitor.auth.publish.Outbox;
import dev.statusmonitor.auth.secret.Secrets;
import dev.statusmonitor.contract.HostChange;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/** Changes hosts, each change in one transaction with the word that it is still to be told. */
public final class Hosts {
    private static final Logger log = LoggerFactory.getLogger(Hosts.class);
    private static final Comparator<Host> BY_NAME =
            Comparator.comparing(Host::name, String.CASE_INSENSITIVE_ORDER).thenComparing(Host::id);

    private final HostStore store;
    private final Outbox outbox;
    private final TransactionOperations transactions;
    private final Clock clock;

    public Hosts(HostStore store, Outbox outbox, TransactionOperations transactions, Clock clock) {
        this.store = store;
        this.outbox = outbox;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** The host, deleted or not, whoever owns it: never for an answer to a person. */
    public Optional<Host> find(String id) {
        return store.find(id);
    }

    List<Host> list(String ownerId) {
        return store.findOwned(ownerId).stream().sorted(BY_NAME).toList();
    }

    Optional<Host> find(String id, String ownerId) {
        return store.findOwned(id, ownerId);
    }

    /**
     * Makes a host.
     *
     * @param ownerId null while there is no account
     */
    public Host add(@Nullable String ownerId, String name, String publicKey, Map<String, String> resource) {
        return transactions.execute(transaction -> {
            long now = clock.millis();
            var host = new Host(
                    Secrets.newId(),
                    ownerId,
                    name,
                    List.of(),
                    HostChange.State.ACTIVE,
                    publicKey,
                    resource,
                    1,
                    1,
                    now,
                    now);
            store.add(host);
            outbox.changed(host);
            return host;
        });
    }

    Optional<Host> update(String id, String ownerId, @Nullable String name, @Nullable List<String> tags) {
        return transactions.execute(transaction -> {
            Optional<Host> host = store.update(id, ownerId, name, tags, clock.millis());
            host.ifPresent(outbox::changed);
            return host;
        });
    }

    /** @return false where the owner has no such host */
    boolean delete(String id, String ownerId) {
        boolean deleted = transactions.execute(transaction -> {
            Optional<Host> host = store.delete(id, ownerId, clock.millis());
            host.ifPresent(outbox::accessChanged);
            return host.isPresent();
        });
        if (deleted) {
            log.atInfo().addKeyValue("host", id).addKeyValue("account", ownerId).log("host deleted");
        }
        return deleted;
    }

    /** Gives every host that has no owner to this account. Their agents get new tokens by themselves. */
    public void claim(String ownerId) {
        transactions.executeWithoutResult(transaction -> {
            for (Host host : store.claim(ownerId, clock.millis())) {
                outbox.accessChanged(host);
                log.atInfo()
                        .addKeyValue("host", host.id())
                        .addKeyValue("account", ownerId)
                        .log("host has an owner now");
            }
        });
    }

    /**
     * Keeps what an agent says about its machine.
     *
     * @param epoch of the agent's token
     * @return false where that host may not send with that token
     */
    boolean describe(String id, long epoch, Map<String, String> resource) {
        return store.describe(id, epoch, resource);
    }
}
