package dev.statusmonitor.auth.host;

import dev.statusmonitor.auth.audit.AuditLog;
import dev.statusmonitor.auth.audit.Deed;
import dev.statusmonitor.auth.publish.Outbox;
import dev.statusmonitor.auth.secret.Secrets;
import dev.statusmonitor.contract.HostChange;
import java.time.Clock;
import java.time.Duration;
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

    private static final long SHARED_LASTS = Duration.ofMinutes(5).toMillis();

    private final HostStore store;
    private final Outbox outbox;
    private final AuditLog audit;
    private final TransactionOperations transactions;
    private final Clock clock;

    public Hosts(HostStore store, Outbox outbox, AuditLog audit, TransactionOperations transactions, Clock clock) {
        this.store = store;
        this.outbox = outbox;
        this.audit = audit;
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

    /** The host, unless it is deleted or somebody else's. */
    public Optional<Host> find(String id, String ownerId) {
        return store.findOwned(id, ownerId);
    }

    /**
     * Makes a host.
     *
     * @param ownerId null while there is no account
     */
    public Host add(@Nullable String ownerId, String name, String publicKey, Map<String, String> resource, Deed deed) {
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
                    now,
                    now,
                    null);
            store.add(host);
            outbox.changed(host);
            if (ownerId != null) {
                audit.note(ownerId, "host.enrolled", deed, host.id(), name);
            }
            return host;
        });
    }

    /**
     * Gives a host another key; it is active by that one alone from now on.
     *
     * @return empty where the owner has no such host
     */
    public Optional<Host> rekey(String id, String ownerId, String publicKey, Map<String, String> resource, Deed deed) {
        return transactions.execute(transaction -> {
            Optional<Host> host = store.rekey(id, ownerId, publicKey, resource, clock.millis());
            host.ifPresent(rekeyed -> {
                outbox.accessChanged(rekeyed);
                audit.note(ownerId, "host.enrolled_again", deed, id, rekeyed.name());
                log.atInfo()
                        .addKeyValue("host", id)
                        .addKeyValue("account", ownerId)
                        .log("host enrolled again");
            });
            return host;
        });
    }

    /**
     * Refuses what the host sends from now on; what it sent is still read. Nothing happens where it is so already.
     *
     * @return the host as it is now; empty where the owner has no such host
     */
    Optional<Host> revoke(String id, String ownerId, Deed deed) {
        return transactions.execute(transaction -> {
            Optional<Host> revoked = store.revoke(id, ownerId, clock.millis());
            revoked.ifPresent(host -> {
                outbox.accessChanged(host);
                audit.note(ownerId, "host.revoked", deed, id, host.name());
                log.atInfo()
                        .addKeyValue("host", id)
                        .addKeyValue("account", ownerId)
                        .log("host revoked");
            });
            return revoked.or(() -> store.findOwned(id, ownerId));
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
    boolean delete(String id, String ownerId, Deed deed) {
        boolean deleted = transactions.execute(transaction -> {
            Optional<Host> before = store.findOwned(id, ownerId);
            Optional<Host> host = store.delete(id, ownerId, clock.millis());
            host.ifPresent(gone -> {
                outbox.accessChanged(gone);
                audit.note(
                        ownerId,
                        "host.deleted",
                        deed,
                        id,
                        before.map(Host::name).orElse(null));
            });
            return host.isPresent();
        });
        if (deleted) {
            log.atInfo().addKeyValue("host", id).addKeyValue("account", ownerId).log("host deleted");
        }
        return deleted;
    }

    /** Deletes all hosts of an account that is about to go. Within the caller's transaction. */
    public void deleteAll(String ownerId) {
        transactions.executeWithoutResult(
                transaction -> store.deleteAll(ownerId, clock.millis()).forEach(outbox::accessChanged));
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

    /** Whether several machines send as this host now: the edge says so each minute while it lasts. */
    boolean isShared(Host host) {
        Long noticed = host.shared();
        return noticed != null && clock.millis() - noticed < SHARED_LASTS;
    }

    /** Keeps that several machines send as this host. */
    void noteShared(String id) {
        if (store.noteShared(id, clock.millis())) {
            log.atWarn().addKeyValue("host", id).log("several machines send as one host");
        }
    }
}
