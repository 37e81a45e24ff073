package dev.statusmonitor.auth;

import com.zaxxer.hikari.HikariDataSource;
import dev.statusmonitor.auth.account.AccountCheckController;
import dev.statusmonitor.auth.account.AccountStore;
import dev.statusmonitor.auth.account.PasswordCheck;
import dev.statusmonitor.auth.account.PasswordHasher;
import dev.statusmonitor.auth.address.PublicAddress;
import dev.statusmonitor.auth.apitoken.ApiTokenController;
import dev.statusmonitor.auth.apitoken.ApiTokenStore;
import dev.statusmonitor.auth.apitoken.PersonalTokens;
import dev.statusmonitor.auth.audit.AuditController;
import dev.statusmonitor.auth.audit.AuditLog;
import dev.statusmonitor.auth.cache.EpochPublisher;
import dev.statusmonitor.auth.cache.RedisCache;
import dev.statusmonitor.auth.cache.RedisHealth;
import dev.statusmonitor.auth.cache.RedisSettings;
import dev.statusmonitor.auth.enrol.AgentController;
import dev.statusmonitor.auth.enrol.EnrolmentController;
import dev.statusmonitor.auth.enrol.EnrolmentStore;
import dev.statusmonitor.auth.enrol.Enrolments;
import dev.statusmonitor.auth.host.AgentResourceController;
import dev.statusmonitor.auth.host.HostController;
import dev.statusmonitor.auth.host.HostStore;
import dev.statusmonitor.auth.host.Hosts;
import dev.statusmonitor.auth.host.SharedIdentityController;
import dev.statusmonitor.auth.keys.JwksController;
import dev.statusmonitor.auth.keys.KeyController;
import dev.statusmonitor.auth.keys.KeySettings;
import dev.statusmonitor.auth.keys.KeyStore;
import dev.statusmonitor.auth.keys.MasterKey;
import dev.statusmonitor.auth.keys.SigningKeys;
import dev.statusmonitor.auth.limit.BodyLimit;
import dev.statusmonitor.auth.limit.GuessLimits;
import dev.statusmonitor.auth.limit.LimitSettings;
import dev.statusmonitor.auth.live.TicketController;
import dev.statusmonitor.auth.live.TicketStore;
import dev.statusmonitor.auth.live.Tickets;
import dev.statusmonitor.auth.mail.Mailer;
import dev.statusmonitor.auth.profile.Profile;
import dev.statusmonitor.auth.profile.ProfileController;
import dev.statusmonitor.auth.publish.ChangePublisher;
import dev.statusmonitor.auth.publish.Outbox;
import dev.statusmonitor.auth.publish.PublishHealth;
import dev.statusmonitor.auth.publish.PublishSettings;
import dev.statusmonitor.auth.register.InvitationStore;
import dev.statusmonitor.auth.register.Registration;
import dev.statusmonitor.auth.register.RegistrationController;
import dev.statusmonitor.auth.reset.PasswordResetController;
import dev.statusmonitor.auth.reset.PasswordResetStore;
import dev.statusmonitor.auth.reset.PasswordResets;
import dev.statusmonitor.auth.secret.Secrets;
import dev.statusmonitor.auth.session.AccessTokens;
import dev.statusmonitor.auth.session.LiveSessionDecoder;
import dev.statusmonitor.auth.session.LogIn;
import dev.statusmonitor.auth.session.SessionAnswers;
import dev.statusmonitor.auth.session.SessionController;
import dev.statusmonitor.auth.session.SessionSettings;
import dev.statusmonitor.auth.session.SessionStore;
import dev.statusmonitor.auth.session.Sessions;
import dev.statusmonitor.auth.session.SessionsController;
import dev.statusmonitor.auth.setup.OperatorController;
import dev.statusmonitor.auth.setup.Setup;
import dev.statusmonitor.auth.setup.SetupController;
import dev.statusmonitor.auth.setup.SetupStore;
import dev.statusmonitor.auth.store.AuthDatabaseSettings;
import dev.statusmonitor.auth.store.DatabaseHealth;
import dev.statusmonitor.auth.store.Purge;
import dev.statusmonitor.auth.token.AssertionStore;
import dev.statusmonitor.auth.token.HostTokens;
import dev.statusmonitor.auth.token.IntrospectionController;
import dev.statusmonitor.auth.token.TokenController;
import dev.statusmonitor.auth.token.TokenSettings;
import dev.statusmonitor.contract.Scopes;
import dev.statusmonitor.starter.database.Database;
import dev.statusmonitor.starter.database.Leases;
import dev.statusmonitor.starter.internal.InternalClients;
import dev.statusmonitor.starter.kafka.KafkaSettings;
import dev.statusmonitor.starter.redis.RedisClients;
import dev.statusmonitor.starter.relay.Relay;
import dev.statusmonitor.starter.token.CallerSecurity;
import dev.statusmonitor.starter.token.RouteRules;
import dev.statusmonitor.starter.token.SessionSecurity;
import dev.statusmonitor.starter.token.TokenDecoder;
import io.lettuce.core.RedisClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.support.ProducerListener;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.sqlite.SQLiteConfig;
import tools.jackson.databind.json.JsonMapper;

/**
 * All of auth-service. For the process around it: {@code authSetup} is the {@link
 * dev.statusmonitor.auth.setup.SetupLinks}, {@code authEnrolments} the {@link
 * dev.statusmonitor.auth.enrol.LocalEnrolment}.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
    AuthSettings.class,
    AuthDatabaseSettings.class,
    KeySettings.class,
    LimitSettings.class,
    PublishSettings.class,
    RedisSettings.class,
    SessionSettings.class,
    TokenSettings.class
})
public class AuthConfiguration {

    // ---- the database

    /**
     * Every commit reaches the disk: a revoked host, a used code or a rotated token must not come back after a power
     * cut, and this service writes too seldom for the cost to matter.
     */
    static Database database(AuthDatabaseSettings settings) {
        return new Database("auth", settings, SQLiteConfig.SynchronousMode.FULL);
    }

    @Bean(defaultCandidate = false)
    HikariDataSource authDataSource(AuthDatabaseSettings settings) {
        return database(settings).open();
    }

    @Bean(initMethod = "migrate", defaultCandidate = false)
    Flyway authFlyway(AuthDatabaseSettings settings) {
        return database(settings).migrations();
    }

    /** Whoever asks for it finds the tables made. */
    @Bean(defaultCandidate = false)
    @DependsOn("authFlyway")
    JdbcClient authJdbcClient(@Qualifier("authDataSource") DataSource dataSource) {
        return JdbcClient.create(dataSource);
    }

    @Bean(defaultCandidate = false)
    PlatformTransactionManager authTransactionManager(@Qualifier("authDataSource") DataSource dataSource) {
        return new JdbcTransactionManager(dataSource);
    }

    @Bean(defaultCandidate = false)
    TransactionTemplate authTransactions(
            @Qualifier("authTransactionManager") PlatformTransactionManager transactionManager) {
        return new TransactionTemplate(transactionManager);
    }

    @Bean
    DatabaseHealth authDatabaseHealthIndicator(@Qualifier("authJdbcClient") JdbcClient jdbc) {
        return new DatabaseHealth(jdbc);
    }

    @Bean
    Relay authPurge(@Qualifier("authJdbcClient") JdbcClient jdbc, Clock clock) {
        var purge = new Purge(jdbc);
        return new Relay("auth-purge", Duration.ofMinutes(10), () -> {
            purge.run(clock.millis());
            return false;
        });
    }

    @Bean(defaultCandidate = false)
    JsonMapper authJsonMapper() {
        return JsonMapper.builder().build();
    }

    // ---- keys

    @Bean
    MasterKey authMasterKey(AuthSettings settings) {
        String key = settings.masterKey();
        return key == null ? MasterKey.load(settings.masterKeyFile()) : MasterKey.parse(key);
    }

    @Bean(defaultCandidate = false)
    SigningKeys authPublicKeys(
            @Qualifier("authJdbcClient") JdbcClient jdbc,
            MasterKey authMasterKey,
            @Qualifier("authTransactions") TransactionTemplate transactions,
            Clock clock) {
        return new SigningKeys(new KeyStore(jdbc), authMasterKey, transactions, clock);
    }

    @Bean
    Relay authKeyRotation(
            @Qualifier("authPublicKeys") SigningKeys keys,
            KeySettings settings,
            TokenSettings tokens,
            SessionSettings sessions) {
        Duration longest = tokens.lifetime().compareTo(sessions.accessLifetime()) > 0
                ? tokens.lifetime()
                : sessions.accessLifetime();
        return new Relay("auth-keys", Duration.ofMinutes(10), () -> {
            keys.lookAfter(settings.rotateEvery(), longest);
            return false;
        });
    }

    @Bean
    KeyController authKeyController(@Qualifier("authPublicKeys") SigningKeys keys) {
        return new KeyController(keys);
    }

    @Bean
    JwksController authJwksController(@Qualifier("authPublicKeys") SigningKeys keys) {
        return new JwksController(keys);
    }

    // ---- accounts and sessions

    @Bean
    AccountStore authAccountStore(@Qualifier("authJdbcClient") JdbcClient jdbc) {
        return new AccountStore(jdbc);
    }

    /** As many at once as there are cores, so that log-ins in number take no more memory than that many times 19 MiB. */
    @Bean
    PasswordHasher authPasswordHasher() {
        return new PasswordHasher(Runtime.getRuntime().availableProcessors(), Duration.ofSeconds(5));
    }

    @Bean
    GuessLimits authGuessLimits(LimitSettings settings) {
        return new GuessLimits(settings);
    }

    @Bean
    PasswordCheck authPasswordCheck(AccountStore accounts, PasswordHasher hasher, GuessLimits limits) {
        return new PasswordCheck(accounts, hasher, limits);
    }

    @Bean
    PublicAddress authPublicAddress(AuthSettings settings) {
        return new PublicAddress(settings.publicUrl(), settings.ingestUrls(), settings.ingestPorts());
    }

    @Bean
    Sessions authSessions(
            @Qualifier("authJdbcClient") JdbcClient jdbc,
            AuditLog audit,
            @Qualifier("authTransactions") TransactionTemplate transactions,
            MasterKey authMasterKey,
            SessionSettings settings,
            Clock clock) {
        return new Sessions(
                new SessionStore(jdbc), audit, transactions, authMasterKey.forRefreshTokens(), settings, clock);
    }

    @Bean
    SessionAnswers authSessionAnswers(
            @Qualifier("authPublicKeys") SigningKeys keys, SessionSettings settings, AuthSettings auth, Clock clock) {
        return new SessionAnswers(new AccessTokens(keys, settings.accessLifetime(), clock), settings, auth.publicUrl());
    }

    @Bean
    SessionController authSessionController(
            AccountStore accounts,
            PasswordCheck passwords,
            MeterRegistry meters,
            Sessions sessions,
            SessionAnswers answers) {
        return new SessionController(new LogIn(passwords, meters), sessions, accounts, answers);
    }

    @Bean
    SessionsController authSessionsController(Sessions sessions, SessionAnswers answers) {
        return new SessionsController(sessions, answers);
    }

    @Bean
    Registration authRegistration(
            @Qualifier("authJdbcClient") JdbcClient jdbc,
            AccountStore accounts,
            PasswordHasher hasher,
            Sessions sessions,
            AuditLog audit,
            @Qualifier("authTransactions") TransactionTemplate transactions,
            AuthSettings settings,
            Clock clock) {
        return new Registration(
                new InvitationStore(jdbc),
                accounts,
                hasher,
                sessions,
                audit,
                transactions,
                settings.registration(),
                clock);
    }

    /** Who has the mail server. */
    @Bean
    Mailer authMailer(InternalClients clients, PublicAddress address) {
        return new Mailer(clients.client("auth-service", "alert-service"), address, System::nanoTime);
    }

    @Bean
    RegistrationController authRegistrationController(
            Registration registration,
            GuessLimits limits,
            SessionAnswers answers,
            PublicAddress address,
            Mailer mailer) {
        return new RegistrationController(registration, limits, answers, address, mailer);
    }

    @Bean
    PasswordResetStore authPasswordResetStore(@Qualifier("authJdbcClient") JdbcClient jdbc) {
        return new PasswordResetStore(jdbc);
    }

    @Bean
    PasswordResetController authPasswordResetController(
            PasswordResetStore store,
            AccountStore accounts,
            PasswordHasher hasher,
            Sessions sessions,
            AuditLog audit,
            @Qualifier("authTransactions") TransactionTemplate transactions,
            GuessLimits limits,
            PublicAddress address,
            Mailer mailer,
            Clock clock) {
        var resets = new PasswordResets(store, accounts, hasher, sessions, audit, transactions, clock);
        return new PasswordResetController(resets, limits, address, mailer);
    }

    @Bean
    AccountCheckController authAccountCheckController(AccountStore accounts) {
        return new AccountCheckController(accounts);
    }

    @Bean
    ProfileController authProfileController(
            AccountStore accounts,
            PasswordHasher hasher,
            PasswordResetStore resets,
            Sessions sessions,
            Hosts hosts,
            AuditLog audit,
            @Qualifier("authTransactions") TransactionTemplate transactions,
            PasswordCheck passwords,
            SessionAnswers answers) {
        var profile = new Profile(accounts, hasher, resets, sessions, hosts, audit, transactions);
        return new ProfileController(profile, passwords, answers);
    }

    @Bean
    AuditLog authAuditLog(@Qualifier("authJdbcClient") JdbcClient jdbc, Clock clock) {
        return new AuditLog(jdbc, clock);
    }

    @Bean
    AuditController authAuditController(AuditLog audit) {
        return new AuditController(audit);
    }

    @Bean
    PersonalTokens authPersonalTokens(
            @Qualifier("authJdbcClient") JdbcClient jdbc,
            AuditLog audit,
            @Qualifier("authTransactions") TransactionTemplate transactions,
            Clock clock) {
        return new PersonalTokens(new ApiTokenStore(jdbc), audit, transactions, clock);
    }

    @Bean
    ApiTokenController authApiTokenController(PersonalTokens tokens) {
        return new ApiTokenController(tokens);
    }

    @Bean
    SetupStore authSetupStore(@Qualifier("authJdbcClient") JdbcClient jdbc) {
        return new SetupStore(jdbc);
    }

    @Bean
    Setup authSetup(
            SetupStore store,
            AccountStore accounts,
            PasswordHasher hasher,
            Hosts hosts,
            Sessions sessions,
            AuditLog audit,
            @Qualifier("authTransactions") TransactionTemplate transactions,
            Clock clock) {
        return new Setup(store, accounts, hasher, hosts, sessions, audit, transactions, clock);
    }

    @Bean
    SetupController authSetupController(
            Setup setup, GuessLimits limits, SessionAnswers answers, AuthSettings settings, Mailer mailer) {
        return new SetupController(setup, limits, answers, settings.registration(), mailer);
    }

    @Bean
    OperatorController authOperatorController(Setup setup, Enrolments enrolments) {
        return new OperatorController(setup, enrolments);
    }

    // ---- hosts

    @Bean
    Outbox authOutbox(@Qualifier("authJdbcClient") JdbcClient jdbc, Clock clock) {
        return new Outbox(jdbc, clock);
    }

    @Bean
    HostStore authHostStore(
            @Qualifier("authJdbcClient") JdbcClient jdbc, @Qualifier("authJsonMapper") JsonMapper json) {
        return new HostStore(jdbc, json);
    }

    @Bean
    Hosts authHosts(
            HostStore store,
            Outbox outbox,
            AuditLog audit,
            @Qualifier("authTransactions") TransactionTemplate transactions,
            Clock clock) {
        return new Hosts(store, outbox, audit, transactions, clock);
    }

    @Bean
    HostController authHostController(Hosts hosts) {
        return new HostController(hosts);
    }

    @Bean
    AgentResourceController authAgentResourceController(Hosts hosts) {
        return new AgentResourceController(hosts);
    }

    @Bean
    Enrolments authEnrolments(
            @Qualifier("authJdbcClient") JdbcClient jdbc,
            Hosts hosts,
            AccountStore accounts,
            SetupStore setup,
            AuditLog audit,
            @Qualifier("authTransactions") TransactionTemplate transactions,
            MeterRegistry meters,
            Clock clock) {
        return new Enrolments(new EnrolmentStore(jdbc), hosts, accounts, setup, audit, transactions, meters, clock);
    }

    @Bean
    EnrolmentController authEnrolmentController(Enrolments enrolments, PublicAddress address) {
        return new EnrolmentController(enrolments, address);
    }

    @Bean
    AgentController authAgentController(Enrolments enrolments, GuessLimits limits, PublicAddress address) {
        return new AgentController(enrolments, address, limits);
    }

    // ---- host tokens and the cache

    /** Ended by the cache, with its threads. */
    @Bean(destroyMethod = "", defaultCandidate = false)
    RedisClient authRedis(RedisSettings settings) {
        return RedisClients.open(settings.uri());
    }

    @Bean
    RedisCache authRedisCache(@Qualifier("authRedis") RedisClient redis, RedisSettings settings, MeterRegistry meters) {
        return new RedisCache(redis, settings, meters);
    }

    @Bean
    RedisHealth authRedisHealthIndicator(RedisCache cache, Outbox outbox) {
        return new RedisHealth(cache, outbox);
    }

    @Bean
    Relay authEpochRelay(Outbox outbox, RedisCache cache, TokenSettings tokens, RedisSettings settings) {
        // Twice as long as a token is good: the clock may have been set in between.
        var publisher = new EpochPublisher(outbox, cache, tokens.lifetime().multipliedBy(2));
        var relay = new Relay("auth-epochs", settings.checkEvery(), publisher);
        outbox.onCommit(relay::wake);
        return relay;
    }

    @Bean
    HostTokens authHostTokens(
            @Qualifier("authJdbcClient") JdbcClient jdbc,
            Hosts hosts,
            @Qualifier("authPublicKeys") SigningKeys keys,
            RedisCache cache,
            TokenSettings settings,
            @Qualifier("authJsonMapper") JsonMapper json,
            MeterRegistry meters,
            Clock clock) {
        return new HostTokens(hosts, new AssertionStore(jdbc), keys, cache, settings, json, meters, clock);
    }

    @Bean
    TokenController authTokenController(HostTokens tokens, Clock clock) {
        return new TokenController(tokens, clock);
    }

    @Bean
    SharedIdentityController authSharedIdentityController(Hosts hosts) {
        return new SharedIdentityController(hosts);
    }

    @Bean
    IntrospectionController authIntrospectionController(HostTokens tokens) {
        return new IntrospectionController(tokens);
    }

    // ---- tickets for the live connection

    @Bean
    TicketController authTicketController(
            @Qualifier("authJdbcClient") JdbcClient jdbc, Sessions sessions, PersonalTokens tokens, Clock clock) {
        return new TicketController(new Tickets(new TicketStore(jdbc), sessions, tokens, clock));
    }

    // ---- what the other services are told

    @Bean(defaultCandidate = false)
    ProducerFactory<String, byte[]> authProducerFactory(KafkaSettings kafka) {
        var config = kafka.producer("auth");
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 2_000);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 5_000);
        var producers = new DefaultKafkaProducerFactory<String, byte[]>(config);
        // What Kafka did not take by then stays in the outbox.
        producers.setPhysicalCloseTimeout(2);
        return producers;
    }

    @Bean(defaultCandidate = false)
    KafkaTemplate<String, byte[]> authKafkaTemplate(
            @Qualifier("authProducerFactory") ProducerFactory<String, byte[]> producers) {
        var template = new KafkaTemplate<>(producers);
        // The relay says once that Kafka is away; a line for each record is too many.
        template.setProducerListener(new ProducerListener<>() {});
        return template;
    }

    @Bean(destroyMethod = "release")
    ChangePublisher authChangePublisher(
            Outbox outbox,
            HostStore hosts,
            @Qualifier("authJdbcClient") JdbcClient jdbc,
            @Qualifier("authKafkaTemplate") KafkaTemplate<String, byte[]> template,
            KafkaSettings kafka,
            PublishSettings settings,
            AuthDatabaseSettings database,
            MeterRegistry meters,
            Clock clock) {
        // An SQLite file has one process: after a kill it need not wait for itself.
        String instance = database.isSqlite() ? "the only one" : Secrets.newId();
        return new ChangePublisher(
                outbox,
                hosts,
                new Leases(jdbc),
                template,
                kafka.client("auth-admin"),
                settings,
                instance,
                meters,
                clock);
    }

    @Bean
    Relay authChangeRelay(ChangePublisher publisher, Outbox outbox) {
        var relay = new Relay("auth-changes", Duration.ofSeconds(1), publisher);
        outbox.onCommit(relay::wake);
        return relay;
    }

    @Bean
    PublishHealth authPublishHealthIndicator(Outbox outbox, Clock clock) {
        return new PublishHealth(outbox, clock);
    }

    // ---- who may call what

    @Bean
    ErrorDescriptions authErrorDescriptions() {
        return new ErrorDescriptions();
    }

    @Bean
    AuthAdvice authAdvice() {
        return new AuthAdvice();
    }

    @Bean(defaultCandidate = false)
    JwtDecoder authAccessDecoder(@Qualifier("authPublicKeys") SigningKeys keys, Sessions sessions, Clock clock) {
        return new LiveSessionDecoder(TokenDecoder.forAccess(keys, clock), sessions);
    }

    @Bean(defaultCandidate = false)
    JwtDecoder authHostDecoder(@Qualifier("authPublicKeys") SigningKeys keys, Clock clock) {
        return TokenDecoder.forHost(keys, clock);
    }

    @Bean
    RouteRules authRoutes() {
        return RouteRules.start()
                // Whoever comes here has no token yet, or one that is over.
                .anybody(HttpMethod.GET, "/api/v1/setup")
                .anybody(
                        HttpMethod.POST,
                        "/api/v1/setup",
                        "/api/v1/session",
                        "/api/v1/session/refresh",
                        "/api/v1/accounts",
                        "/api/v1/password-resets",
                        "/api/v1/password-resets/requests",
                        "/api/v1/agents",
                        "/api/v1/agents/token")
                .host(HttpMethod.PUT, "/api/v1/agents/me/resource")
                .session(
                        HttpMethod.GET,
                        "/api/v1/account",
                        "/api/v1/audit",
                        "/api/v1/invitations",
                        "/api/v1/sessions",
                        "/api/v1/tokens")
                .session(HttpMethod.POST, "/api/v1/invitations", "/api/v1/tokens")
                .session(HttpMethod.PATCH, "/api/v1/account")
                .session(HttpMethod.PUT, "/api/v1/account/password")
                .session(
                        HttpMethod.DELETE,
                        "/api/v1/account",
                        "/api/v1/invitations/{id}",
                        "/api/v1/session",
                        "/api/v1/sessions",
                        "/api/v1/tokens/{id}")
                .scope(Scopes.HOSTS_READ, HttpMethod.GET, "/api/v1/hosts", "/api/v1/hosts/{id}")
                .scope(Scopes.HOSTS_WRITE, HttpMethod.PATCH, "/api/v1/hosts/{id}")
                .scope(Scopes.HOSTS_WRITE, HttpMethod.DELETE, "/api/v1/hosts/{id}")
                .scope(Scopes.HOSTS_WRITE, HttpMethod.GET, "/api/v1/enrolments/{id}")
                .scope(
                        Scopes.HOSTS_WRITE,
                        HttpMethod.POST,
                        "/api/v1/enrolments",
                        "/api/v1/hosts/{id}/enrolments",
                        "/api/v1/hosts/{id}/revoke")
                .scope(Scopes.LIVE_READ, HttpMethod.POST, "/api/v1/live/tickets");
    }

    @Bean
    @Order(100)
    SecurityFilterChain authOpenSecurity(HttpSecurity http, @Qualifier("authRoutes") RouteRules rules) {
        return SessionSecurity.open(http)
                .addFilterAfter(new BodyLimit(), AuthorizationFilter.class)
                .securityMatcher(rules.anybodys())
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    @Bean
    @Order(101)
    SecurityFilterChain authAgentSecurity(
            HttpSecurity http,
            @Qualifier("authRoutes") RouteRules rules,
            @Qualifier("authHostDecoder") JwtDecoder decoder) {
        return SessionSecurity.withTokens(http, decoder)
                .addFilterAfter(new BodyLimit(), AuthorizationFilter.class)
                .securityMatcher(rules.hosts())
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .build();
    }

    @Bean
    @Order(102)
    SecurityFilterChain authSecurity(
            HttpSecurity http,
            @Qualifier("authRoutes") RouteRules rules,
            @Qualifier("authAccessDecoder") JwtDecoder decoder,
            PersonalTokens tokens) {
        return new CallerSecurity(decoder, tokens)
                .chain(http, rules)
                .addFilterAfter(new BodyLimit(), AuthorizationFilter.class)
                .build();
    }
}
