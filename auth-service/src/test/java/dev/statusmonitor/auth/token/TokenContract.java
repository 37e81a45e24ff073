package dev.statusmonitor.auth.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.statusmonitor.auth.Race;
import dev.statusmonitor.auth.TestClock;
import dev.statusmonitor.auth.TestDatabase;
import dev.statusmonitor.auth.account.Account;
import dev.statusmonitor.auth.account.AccountStore;
import dev.statusmonitor.auth.audit.AuditLog;
import dev.statusmonitor.auth.audit.Deed;
import dev.statusmonitor.auth.cache.CacheWriter;
import dev.statusmonitor.auth.host.Host;
import dev.statusmonitor.auth.host.HostStore;
import dev.statusmonitor.auth.host.Hosts;
import dev.statusmonitor.auth.keys.KeyStore;
import dev.statusmonitor.auth.keys.MasterKey;
import dev.statusmonitor.auth.keys.SigningKeys;
import dev.statusmonitor.auth.publish.Outbox;
import dev.statusmonitor.auth.secret.Secrets;
import dev.statusmonitor.contract.TokenClaims;
import io.jsonwebtoken.Jwts;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What host tokens promise on every database. */
public abstract class TokenContract {
    private static final Deed DEED = new Deed("session", "192.0.2.7");

    private static final TokenSettings SETTINGS =
            new TokenSettings(Duration.ofHours(1), Duration.ofMinutes(5), Duration.ofSeconds(60));

    private final TestDatabase database;
    private final TestClock clock = new TestClock();
    private final Hosts hosts;
    private final AgentSide agent = new AgentSide();
    private final Map<String, String> cache = new HashMap<>();

    protected TokenContract(TestDatabase database) {
        this.database = database;
        this.hosts = new Hosts(
                new HostStore(database.jdbc(), new JsonMapper()),
                new Outbox(database.jdbc(), clock),
                new AuditLog(database.jdbc(), clock),
                database.transactions(),
                clock);
    }

    @BeforeEach
    protected void anAccount() {
        database.empty();
        new AccountStore(database.jdbc())
                .add(new Account("ada", "ada@example.org", "Ada", clock.millis()), "a hash of no password");
    }

    @Test
    protected void anAssertionGivesATokenThatIsGoodForAnHourAndInTheCache() throws Exception {
        HostTokens tokens = open();
        Host host = addHost("ada");

        HostTokens.Issued issued = tokens.exchange(agent.assertion(host.id(), clock.instant()));

        assertThat(issued.lifetime()).isEqualTo(Duration.ofHours(1));
        long end = clock.millis() + Duration.ofHours(1).toMillis();
        assertThat(cache)
                .containsOnlyKeys(Secrets.sha256(issued.token()))
                .containsValue("{\"active\":true,\"host_id\":\"" + host.id()
                        + "\",\"owner_id\":\"ada\",\"epoch\":1,\"expires\":" + end + "}");
        assertThat(tokens.introspect(issued.token())).isEqualTo(Introspection.active(host.id(), "ada", 1, end));
        clock.forward(Duration.ofHours(1));
        assertThat(tokens.introspect(issued.token())).isEqualTo(Introspection.refused("expired"));
    }

    @Test
    protected void aTokenOfAnEarlierEpochIsOverAndANewOneCanBeHad() throws Exception {
        HostTokens tokens = open();
        Host host = addHost(null);
        String old =
                tokens.exchange(agent.assertion(host.id(), clock.instant())).token();
        assertThat(tokens.introspect(old).ownerId()).isNull();

        hosts.claim("ada");

        assertThat(tokens.introspect(old)).isEqualTo(Introspection.refused("expired"));
        String fresh =
                tokens.exchange(agent.assertion(host.id(), clock.instant())).token();
        assertThat(tokens.introspect(fresh).ownerId()).isEqualTo("ada");
        assertThat(tokens.introspect(fresh).epoch()).isEqualTo(2);
    }

    @Test
    protected void noTokenForAHostThatIsUnknownDeletedOrRevoked() throws Exception {
        HostTokens tokens = open();
        Host host = addHost("ada");
        String token =
                tokens.exchange(agent.assertion(host.id(), clock.instant())).token();

        refused(tokens, agent.assertion("another", clock.instant()), Assertion.Refusal.UNKNOWN_HOST);
        state("revoked");
        refused(tokens, agent.assertion(host.id(), clock.instant()), Assertion.Refusal.REVOKED);
        assertThat(tokens.introspect(token)).isEqualTo(Introspection.refused("revoked"));
        state("deleted");
        refused(tokens, agent.assertion(host.id(), clock.instant()), Assertion.Refusal.UNKNOWN_HOST);
        assertThat(tokens.introspect(token)).isEqualTo(Introspection.refused("revoked"));
    }

    @Test
    protected void anAssertionIsGoodOnce() throws Exception {
        HostTokens tokens = open();
        Host host = addHost("ada");
        String assertion = agent.assertion(host.id(), clock.instant());
        tokens.exchange(assertion);

        refused(tokens, assertion, Assertion.Refusal.REPLAYED);
    }

    @Test
    protected void ofManyWithOneAssertionOneGetsAToken() throws Exception {
        HostTokens tokens = open();
        Host host = addHost("ada");
        String assertion = agent.assertion(host.id(), clock.instant());

        List<Boolean> issued = Race.between(8, runner -> () -> {
            try {
                tokens.exchange(assertion);
                return true;
            } catch (Assertion.RefusedException e) {
                return false;
            }
        });

        assertThat(issued).filteredOn(won -> won).hasSize(1);
    }

    @Test
    protected void onlyWhatThisPlatformSignedForHostsIsGood() throws Exception {
        SigningKeys keys = keys();
        HostTokens tokens = open(keys);
        Host host = addHost("ada");
        var now = clock.instant();
        var good = Jwts.builder()
                .header()
                .type(TokenClaims.TYPE_HOST)
                .keyId(keys.current().id())
                .and()
                .issuer(TokenClaims.ISSUER)
                .subject(host.id())
                .audience()
                .add(TokenClaims.AUDIENCE_AGENT)
                .and()
                .issuedAt(Date.from(now))
                .expiration(Date.from(now.plusSeconds(60)))
                .claim(TokenClaims.EPOCH, 1);
        var key = keys.current().key();
        assertThat(tokens.introspect(good.signWith(key, Jwts.SIG.EdDSA).compact())
                        .active())
                .isTrue();

        var invalid = Introspection.refused("invalid");
        assertThat(tokens.introspect(
                        good.signWith(agent.pair().getPrivate(), Jwts.SIG.EdDSA).compact()))
                .isEqualTo(invalid);
        good.signWith(key, Jwts.SIG.EdDSA);
        assertThat(tokens.introspect(good.header().type("at+jwt").and().compact()))
                .isEqualTo(invalid);
        good.header().type(TokenClaims.TYPE_HOST);
        assertThat(tokens.introspect(good.header().keyId("another").and().compact()))
                .isEqualTo(invalid);
        good.header().keyId(keys.current().id());
        assertThat(tokens.introspect(good.issuer("another").compact())).isEqualTo(invalid);
        good.issuer(TokenClaims.ISSUER);
        assertThat(tokens.introspect(good.audience()
                        .clear()
                        .add(TokenClaims.AUDIENCE_API)
                        .and()
                        .compact()))
                .isEqualTo(invalid);
        assertThat(tokens.introspect(agent.assertion(host.id(), now))).isEqualTo(invalid);
        assertThat(tokens.introspect("")).isEqualTo(invalid);
        assertThat(tokens.introspect("a.b.c")).isEqualTo(invalid);
    }

    private void refused(HostTokens tokens, String assertion, Assertion.Refusal refusal) {
        assertThatThrownBy(() -> tokens.exchange(assertion))
                .asInstanceOf(type(Assertion.RefusedException.class))
                .extracting(Assertion.RefusedException::refusal)
                .isEqualTo(refusal);
    }

    private Host addHost(@org.jspecify.annotations.Nullable String owner) {
        return hosts.add(owner, "web-1", agent.publicKey(), Map.of(), DEED);
    }

    private void state(String state) {
        database.jdbc().sql("UPDATE host SET state = '" + state + "'").update();
    }

    private SigningKeys keys() {
        var master = MasterKey.parse(Base64.getEncoder().encodeToString(Secrets.random(32)));
        return new SigningKeys(new KeyStore(database.jdbc()), master, database.transactions(), clock);
    }

    private HostTokens open() {
        return open(keys());
    }

    private HostTokens open(SigningKeys keys) {
        var writer = new CacheWriter() {
            @Override
            public synchronized void putGood(String tokenHash, String json, String hostId, long epoch, Duration kept) {
                cache.put(tokenHash, json);
            }

            @Override
            public synchronized void putRefused(String tokenHash, String json, Duration kept) {
                cache.put(tokenHash, json);
            }
        };
        return new HostTokens(
                hosts,
                new AssertionStore(database.jdbc()),
                keys,
                writer,
                SETTINGS,
                new JsonMapper(),
                new SimpleMeterRegistry(),
                clock);
    }
}
