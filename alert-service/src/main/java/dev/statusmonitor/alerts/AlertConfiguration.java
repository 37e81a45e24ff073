package dev.statusmonitor.alerts;

import com.zaxxer.hikari.HikariDataSource;
import dev.statusmonitor.alerts.consume.ConsumeSettings;
import dev.statusmonitor.alerts.consume.ConsumerHealth;
import dev.statusmonitor.alerts.consume.KnownHosts;
import dev.statusmonitor.alerts.consume.SampleConsumer;
import dev.statusmonitor.alerts.incident.IncidentController;
import dev.statusmonitor.alerts.incident.Incidents;
import dev.statusmonitor.alerts.notify.Channels;
import dev.statusmonitor.alerts.notify.NotifyConfiguration;
import dev.statusmonitor.alerts.publish.EventPublisher;
import dev.statusmonitor.alerts.publish.EventTopic;
import dev.statusmonitor.alerts.publish.PublishSettings;
import dev.statusmonitor.alerts.rehearse.RehearsalController;
import dev.statusmonitor.alerts.rule.DeletedAccounts;
import dev.statusmonitor.alerts.rule.RuleController;
import dev.statusmonitor.alerts.rule.Rules;
import dev.statusmonitor.alerts.store.AlertDatabaseSettings;
import dev.statusmonitor.alerts.store.DatabaseHealth;
import dev.statusmonitor.alerts.store.Ids;
import dev.statusmonitor.contract.Scopes;
import dev.statusmonitor.starter.database.Database;
import dev.statusmonitor.starter.database.Leases;
import dev.statusmonitor.starter.hosts.HostDirectory;
import dev.statusmonitor.starter.internal.InternalClients;
import dev.statusmonitor.starter.kafka.KafkaSettings;
import dev.statusmonitor.starter.relay.Relay;
import dev.statusmonitor.starter.token.CallerSecurity;
import dev.statusmonitor.starter.token.RouteRules;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.support.ProducerListener;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.client.RestClient;
import org.sqlite.SQLiteConfig;

/** All of alert-service. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
    AlertSettings.class,
    AlertDatabaseSettings.class,
    ConsumeSettings.class,
    PublishSettings.class
})
@Import(NotifyConfiguration.class)
public class AlertConfiguration {
    private static final String SERVICE = "alert-service";
    private static final String ROOT = "/api/v1/alerts";

    // ---- the database

    /**
     * What a killed process committed is in the page cache. After a power cut the last moments may be missing; the
     * samples that led there are read again, and lead there again.
     */
    static Database database(AlertDatabaseSettings settings) {
        return new Database("alerts", settings, SQLiteConfig.SynchronousMode.NORMAL);
    }

    @Bean(defaultCandidate = false)
    HikariDataSource alertsDataSource(AlertDatabaseSettings settings) {
        return database(settings).open();
    }

    @Bean(initMethod = "migrate", defaultCandidate = false)
    Flyway alertsFlyway(AlertDatabaseSettings settings) {
        return database(settings).migrations();
    }

    /** Whoever asks for it finds the tables made. */
    @Bean(defaultCandidate = false)
    @DependsOn("alertsFlyway")
    JdbcClient alertsJdbcClient(@Qualifier("alertsDataSource") DataSource dataSource) {
        return JdbcClient.create(dataSource);
    }

    @Bean(defaultCandidate = false)
    PlatformTransactionManager alertsTransactionManager(@Qualifier("alertsDataSource") DataSource dataSource) {
        return new JdbcTransactionManager(dataSource);
    }

    @Bean(defaultCandidate = false)
    TransactionTemplate alertsTransactions(
            @Qualifier("alertsTransactionManager") PlatformTransactionManager transactionManager) {
        return new TransactionTemplate(transactionManager);
    }

    @Bean
    DatabaseHealth alertsDatabaseHealthIndicator(@Qualifier("alertsJdbcClient") JdbcClient jdbc) {
        return new DatabaseHealth(jdbc);
    }

    @Bean
    Ids alertsIds() {
        return new Ids();
    }

    /** Names this process. An SQLite file has one process: after a kill it need not wait for itself. */
    @Bean(defaultCandidate = false)
    String alertsInstance(AlertDatabaseSettings database, ConsumeSettings settings) {
        return !settings.instance().isEmpty()
                ? settings.instance()
                : database.isSqlite() ? "the-only-one" : UUID.randomUUID().toString();
    }

    // ---- what people want, and what was wrong

    @Bean
    Rules alertsRules(
            @Qualifier("alertsJdbcClient") JdbcClient jdbc,
            @Qualifier("alertsTransactions") TransactionTemplate transactions,
            Ids alertsIds,
            Clock clock) {
        return new Rules(jdbc, transactions, alertsIds, clock);
    }

    @Bean
    Incidents alertsIncidents(
            @Qualifier("alertsJdbcClient") JdbcClient jdbc,
            @Qualifier("alertsTransactions") TransactionTemplate transactions,
            Rules rules,
            Ids alertsIds,
            Clock clock) {
        return new Incidents(jdbc, transactions, rules, alertsIds, clock);
    }

    @Bean
    Relay alertsPurge(
            Rules rules, Incidents incidents, Channels channels, HostDirectory hosts, AlertSettings settings) {
        return new Relay("alerts-purge", Duration.ofMinutes(10), () -> {
            rules.purge();
            incidents.purge(settings.incidentsKept());
            incidents.purgeHosts(hosts::isDeleted);
            channels.purge();
            return false;
        });
    }

    @Bean
    Relay alertsDeletedAccounts(Rules rules, InternalClients clients) {
        return new Relay(
                "alerts-accounts",
                Duration.ofMinutes(1),
                new DeletedAccounts(rules, clients.client(SERVICE, "auth-service")));
    }

    @Bean
    RuleController alertsRuleController(Rules rules, HostDirectory hosts, Clock clock) {
        return new RuleController(rules, hosts, clock);
    }

    @Bean
    IncidentController alertsIncidentController(Incidents incidents) {
        return new IncidentController(incidents);
    }

    /** Within a week of many hosts the history may take its time. */
    @Bean
    RehearsalController alertsRehearsalController(
            Rules rules, HostDirectory hosts, AlertSettings settings, Clock clock) {
        var requests = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2))
                .build());
        requests.setReadTimeout(Duration.ofSeconds(15));
        var history = RestClient.builder()
                .baseUrl(settings.historyUrl())
                .requestFactory(requests)
                .build();
        return new RehearsalController(rules, hosts, history, clock);
    }

    @Bean
    AlertAdvice alertsAdvice() {
        return new AlertAdvice();
    }

    // ---- from Kafka

    @Bean
    KnownHosts alertsKnownHosts(HostDirectory directory) {
        return new KnownHosts(directory);
    }

    @Bean
    SampleConsumer alertsSampleConsumer(
            KafkaSettings kafka,
            ConsumeSettings settings,
            @Qualifier("alertsInstance") String instance,
            KnownHosts hosts,
            HostDirectory directory,
            Rules rules,
            Incidents incidents,
            Ids alertsIds,
            MeterRegistry meters,
            Clock clock) {
        Map<String, Object> config = kafka.consumer(SERVICE, settings.group(), instance);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16 << 20);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.maxRecords());
        return new SampleConsumer(config, settings, hosts, directory, rules, incidents, alertsIds, meters, clock);
    }

    @Bean
    ConsumerHealth alertsConsumerHealthIndicator(SampleConsumer consumer) {
        return new ConsumerHealth(consumer);
    }

    // ---- to Kafka

    @Bean
    EventTopic alertsEventTopic(KafkaSettings kafka, PublishSettings settings) {
        return new EventTopic(kafka.client("alerts-admin"), settings);
    }

    @Bean(defaultCandidate = false)
    ProducerFactory<String, byte[]> alertsProducerFactory(KafkaSettings kafka) {
        var config = kafka.producer("alerts");
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 2_000);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 5_000);
        var producers = new DefaultKafkaProducerFactory<String, byte[]>(config);
        // What Kafka did not take by then stays in the outbox.
        producers.setPhysicalCloseTimeout(2);
        return producers;
    }

    @Bean(defaultCandidate = false)
    KafkaTemplate<String, byte[]> alertsKafkaTemplate(
            @Qualifier("alertsProducerFactory") ProducerFactory<String, byte[]> producers) {
        var template = new KafkaTemplate<>(producers);
        // The relay says once that Kafka is away; a line for each record is too many.
        template.setProducerListener(new ProducerListener<>() {});
        return template;
    }

    @Bean(destroyMethod = "release")
    EventPublisher alertsEventPublisher(
            @Qualifier("alertsJdbcClient") JdbcClient jdbc,
            @Qualifier("alertsKafkaTemplate") KafkaTemplate<String, byte[]> template,
            @Qualifier("alertsInstance") String instance,
            EventTopic topic,
            MeterRegistry meters,
            Clock clock) {
        return new EventPublisher(jdbc, new Leases(jdbc), template, topic, instance, meters, clock);
    }

    @Bean
    Relay alertsEventRelay(EventPublisher publisher, Incidents incidents) {
        var relay = new Relay("alerts-events", Duration.ofSeconds(1), publisher);
        incidents.onEvent(relay::wake);
        return relay;
    }

    // ---- who may call what

    @Bean
    RouteRules alertsRoutes() {
        return RouteRules.start()
                .scope(
                        Scopes.ALERTS_READ,
                        HttpMethod.GET,
                        ROOT + "/rules",
                        ROOT + "/rules/{id}",
                        ROOT + "/incidents",
                        ROOT + "/incidents/{id}",
                        ROOT + "/incidents/{id}/deliveries",
                        ROOT + "/mutes",
                        ROOT + "/maintenance",
                        ROOT + "/channels",
                        ROOT + "/telegram")
                .scope(Scopes.ALERTS_READ, HttpMethod.POST, ROOT + "/rules/test", ROOT + "/rules/{id}/test")
                .scope(
                        Scopes.ALERTS_WRITE,
                        HttpMethod.POST,
                        ROOT + "/rules",
                        ROOT + "/channels",
                        ROOT + "/channels/{id}/test",
                        ROOT + "/telegram/link",
                        ROOT + "/incidents/{id}/acknowledge",
                        ROOT + "/mutes",
                        ROOT + "/maintenance")
                .scope(Scopes.ALERTS_WRITE, HttpMethod.PATCH, ROOT + "/rules/{id}", ROOT + "/channels/{id}")
                .scope(
                        Scopes.ALERTS_WRITE,
                        HttpMethod.DELETE,
                        ROOT + "/rules/{id}",
                        ROOT + "/channels/{id}",
                        ROOT + "/mutes/{id}",
                        ROOT + "/maintenance/{id}");
    }

    @Bean
    @Order(500)
    SecurityFilterChain alertsSecurity(
            HttpSecurity http, @Qualifier("alertsRoutes") RouteRules rules, InternalClients clients, Clock clock) {
        return CallerSecurity.asking(clients.client(SERVICE, "auth-service"), clock)
                .chain(http, rules)
                .build();
    }
}
