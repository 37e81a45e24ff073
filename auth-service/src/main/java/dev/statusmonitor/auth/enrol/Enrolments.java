package dev.statusmonitor.auth.enrol;

import dev.statusmonitor.auth.account.Account;
import dev.statusmonitor.auth.account.AccountStore;
import dev.statusmonitor.auth.host.Host;
import dev.statusmonitor.auth.host.Hosts;
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
    private final TransactionOperations transactions;
    private final MeterRegistry meters;
    private final Clock clock;

    public Enrolments(
            EnrolmentStore store,
            Hosts hosts,
            AccountStore accounts,
            SetupStore setup,
            TransactionOperations transactions,
            MeterRegistry meters,
            Clock clock) {
        this.store = store;
        this.hosts = hosts;
        this.accounts = accounts;
        this.setup = setup;
        this.transactions = transactions;
        this.meters = meters;
        this.clock = clock;
    }

    /** @param name of the host; null for what its agent says */
    NewCode newCode(String accountId, @Nullable String name) {
        NewCode code = keep(new EnrolmentStore.Invitation(accountId, name, false));
        log.atInfo().addKeyValue("account", accountId).log("an enrolment code was made");
        return code;
    }

    @Override
    public String newCode(String name) {
        return keep(new EnrolmentStore.Invitation(null, name, true)).code();
    }

    @Override
    public boolean knowsHost(String hostId) {
        return hosts.find(hostId)
                .filter(host -> host.state() != HostChange.State.DELETED)
                .isPresent();
    }

    /**
     * Makes a host.
     *
     * @param publicKey base64url of the raw 32 bytes
     * @param name what the agent calls its machine
     * @return empty where the code is wrong, used or expired
     */
    Optional<Enrolled> enrol(String code, String publicKey, String name, Map<String, String> resource) {
        Optional<Enrolled> enrolled = transactions.execute(transaction -> {
            var invitation = store.use(EnrolmentCode.hash(code), clock.millis());
            return invitation.map(invited -> {
                Host host =
                        hosts.add(owner(invited), invited.name() == null ? name : invited.name(), publicKey, resource);
                return new Enrolled(host.id(), invited.local());
            });
        });
        meters.counter("statusmonitor.auth.enrolments", "outcome", enrolled.isPresent() ? "accepted" : "refused")
                .increment();
        enrolled.ifPresent(
                host -> log.atInfo().addKeyValue("host", host.hostId()).log("a host was enrolled"));
        return enrolled;
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
        store.add(EnrolmentCode.hash(code), invitation, expires);
        return new NewCode(code, expires);
    }

    /** @param expires Unix time in milliseconds */
    record NewCode(String code, long expires) {
        /** Without the code. */
        @Override
        public String toString() {
            return "NewCode[" + expires + "]";
        }
    }

    /** @param local whether the agent reaches the platform where it enrolled */
    record Enrolled(String hostId, boolean local) {}
}
