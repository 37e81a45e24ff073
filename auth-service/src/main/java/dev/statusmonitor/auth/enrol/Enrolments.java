package dev.statusmonitor.auth.enrol;

import dev.statusmonitor.auth.account.Account;
import dev.statusmonitor.auth.account.AccountStore;
import dev.statusmonitor.auth.audit.AuditLog;
import dev.statusmonitor.auth.audit.Deed;
import dev.statusmonitor.auth.host.Host;
import dev.statusmonitor.auth.host.Hosts;
import dev.statusmonitor.auth.secret.Secrets;
import dev.statusmonitor.auth.setup.SetupStore;
import dev.statusmonitor.contract.HostChange;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/** Gives out one-time codes, and makes a host of whoever brings one. */
public final class Enrolments implements LocalEnrolment {
    private static final Logger log = LoggerFactory.getLogger(Enrolments.class);
    private static final Duration LIFETIME = Duration.ofHours(1);

    private final EnrolmentStore store;
    private final Hosts hosts;
    private final AccountStore accounts;
    private final SetupStore setup;
    private final AuditLog audit;
    private final TransactionOperations transactions;
    private final MeterRegistry meters;
    private final Clock clock;

    public Enrolments(
            EnrolmentStore store,
            Hosts hosts,
            AccountStore accounts,
            SetupStore setup,
            AuditLog audit,
            TransactionOperations transactions,
            MeterRegistry meters,
            Clock clock) {
        this.store = store;
        this.hosts = hosts;
        this.accounts = accounts;
        this.setup = setup;
        this.audit = audit;
        this.transactions = transactions;
        this.meters = meters;
        this.clock = clock;
    }

    /** @param name of the host; null for what its agent says */
    NewCode newCode(String accountId, @Nullable String name, Deed deed) {
        return transactions.execute(transaction -> {
            NewCode code = keep(new EnrolmentStore.Invitation(accountId, name, false, null));
            audit.note(accountId, "enrolment.created", deed, code.id(), name);
            log.atInfo().addKeyValue("account", accountId).log("an enrolment code was made");
            return code;
        });
    }

    /**
     * A code that gives a host a new key.
     *
     * @return empty where the account has no such host
     */
    Optional<NewCode> newCodeFor(String hostId, String accountId, Deed deed) {
        return transactions.execute(transaction -> hosts.find(hostId, accountId).map(host -> {
            NewCode code = keep(new EnrolmentStore.Invitation(accountId, null, false, hostId));
            audit.note(accountId, "enrolment.created", deed, hostId, host.name());
            log.atInfo()
                    .addKeyValue("account", accountId)
                    .addKeyValue("host", hostId)
                    .log("a code to enrol a host again was made");
            return code;
        }));
    }

    /** What has become of a code; empty where the account has none of this id. */
    Optional<EnrolmentStore.Progress> find(String id, String accountId) {
        return store.find(id, accountId, clock.millis());
    }

    @Override
    public String newCode(String name) {
        return keep(new EnrolmentStore.Invitation(null, name, true, null)).code();
    }

    @Override
    public boolean knowsHost(String hostId) {
        return hosts.find(hostId)
                .filter(host -> host.state() != HostChange.State.DELETED)
                .isPresent();
    }

    /**
     * Makes a host, or gives one another key.
     *
     * @param publicKey base64url of the raw 32 bytes
     * @param name what the agent calls its machine
     * @return empty where the code is wrong, used or expired, or its host is gone
     */
    Optional<Enrolled> enrol(String code, String publicKey, String name, Map<String, String> resource, Deed deed) {
        Optional<Enrolled> enrolled = transactions.execute(transaction -> {
            String hash = EnrolmentCode.hash(code);
            return store.use(hash, clock.millis())
                    .flatMap(invited -> host(invited, publicKey, name, resource, deed)
                            .map(host -> {
                                store.done(hash, host.id());
                                return new Enrolled(host.id(), invited.local());
                            }));
        });
        meters.counter("statusmonitor.auth.enrolments", "outcome", enrolled.isPresent() ? "accepted" : "refused")
                .increment();
        enrolled.ifPresent(
                host -> log.atInfo().addKeyValue("host", host.hostId()).log("a host was enrolled"));
        return enrolled;
    }

    private Optional<Host> host(
            EnrolmentStore.Invitation invited, String publicKey, String name, Map<String, String> resource, Deed deed) {
        String target = invited.targetId();
        String account = invited.accountId();
        if (target == null) {
            return Optional.of(hosts.add(
                    owner(invited), invited.name() == null ? name : invited.name(), publicKey, resource, deed));
        }
        return account == null ? Optional.empty() : hosts.rekey(target, account, publicKey, resource, deed);
    }

    private @Nullable String owner(EnrolmentStore.Invitation invited) {
        if (invited.accountId() != null) {
            return invited.accountId();
        }
        // Were the first account made between this question and the commit, the host would be nobody's for ever.
        setup.hold();
        return accounts.first().map(Account::id).orElse(null);
    }

    private NewCode keep(EnrolmentStore.Invitation invitation) {
        String code = EnrolmentCode.random();
        long expires = clock.millis() + LIFETIME.toMillis();
        String id = Secrets.newId();
        store.add(id, EnrolmentCode.hash(code), invitation, expires);
        return new NewCode(id, code, expires);
    }

    /** @param expires Unix time in milliseconds */
    record NewCode(String id, String code, long expires) {
        /** Without the code. */
        @Override
        public String toString() {
            return "NewCode[" + id + "]";
        }
    }

    /** @param local whether the agent reaches the platform where it enrolled */
    record Enrolled(String hostId, boolean local) {}
}
