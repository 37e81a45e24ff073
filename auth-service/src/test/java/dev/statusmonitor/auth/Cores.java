package dev.statusmonitor.auth;

import dev.statusmonitor.auth.account.Account;
import dev.statusmonitor.auth.account.AccountStore;
import dev.statusmonitor.auth.account.PasswordHasher;
import dev.statusmonitor.auth.apitoken.ApiTokenStore;
import dev.statusmonitor.auth.apitoken.PersonalTokens;
import dev.statusmonitor.auth.audit.AuditLog;
import dev.statusmonitor.auth.audit.Deed;
import dev.statusmonitor.auth.host.HostStore;
import dev.statusmonitor.auth.host.Hosts;
import dev.statusmonitor.auth.publish.Outbox;
import dev.statusmonitor.auth.secret.Secrets;
import dev.statusmonitor.auth.session.SessionSettings;
import dev.statusmonitor.auth.session.SessionStore;
import dev.statusmonitor.auth.session.Sessions;
import dev.statusmonitor.auth.session.Visit;
import java.time.Duration;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.json.JsonMapper;

/** The parts that accounts are made of, on a database, by a clock that goes when told to. */
public final class Cores {
    public static final PasswordHasher HASHER = new PasswordHasher(2, Duration.ofSeconds(30));
    public static final Deed DEED = new Deed("session", "192.0.2.7");
    public static final Visit VISIT = new Visit(DEED, "a browser");

    public final TestDatabase database;
    public final TestClock clock = new TestClock();
    public final AccountStore accounts;
    public final AuditLog audit;
    public final Sessions sessions;
    public final PersonalTokens tokens;
    public final Outbox outbox;
    public final Hosts hosts;

    public Cores(TestDatabase database) {
        this.database = database;
        this.accounts = new AccountStore(database.jdbc());
        this.audit = new AuditLog(database.jdbc(), clock);
        this.sessions = new Sessions(
                new SessionStore(database.jdbc()),
                audit,
                database.transactions(),
                new SecretKeySpec(Secrets.random(32), "HmacSHA256"),
                new SessionSettings(Duration.ofMinutes(10), Duration.ofDays(30), Duration.ofSeconds(10)),
                clock);
        this.tokens = new PersonalTokens(new ApiTokenStore(database.jdbc()), audit, database.transactions(), clock);
        this.outbox = new Outbox(database.jdbc(), clock);
        this.hosts = new Hosts(
                new HostStore(database.jdbc(), new JsonMapper()), outbox, audit, database.transactions(), clock);
    }

    /** An account of this id, with a password that nobody knows. */
    public Account addAccount(String id) {
        var account = new Account(id, id + "@example.org", id, clock.millis());
        accounts.add(account, "a hash of no password");
        return account;
    }

    /** What the audit log has of an account, in no order. */
    public List<String> audited(String accountId) {
        return database.jdbc()
                .sql("SELECT type FROM audit_event WHERE account_id = :account")
                .param("account", accountId)
                .query(String.class)
                .list();
    }

    /** What the account's password is checked against. */
    public String passwordHash(String accountId) {
        return database.jdbc()
                .sql("SELECT password_hash FROM account WHERE id = :id")
                .param("id", accountId)
                .query(String.class)
                .single();
    }
}
