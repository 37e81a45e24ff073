package dev.statusmonitor.gateway;

import dev.statusmonitor.contract.SeriesLists;
import dev.statusmonitor.gateway.agent.AgentRoute;
import dev.statusmonitor.gateway.agent.AgentSettings;
import dev.statusmonitor.gateway.consume.ConsumeSettings;
import dev.statusmonitor.gateway.consume.ConsumerHealth;
import dev.statusmonitor.gateway.consume.IncidentConsumer;
import dev.statusmonitor.gateway.consume.RecentPoints;
import dev.statusmonitor.gateway.consume.SampleConsumer;
import dev.statusmonitor.gateway.live.AuthSessions;
import dev.statusmonitor.gateway.live.AuthTickets;
import dev.statusmonitor.gateway.live.DirectoryAccess;
import dev.statusmonitor.gateway.live.LiveConnections;
import dev.statusmonitor.gateway.live.LiveRoute;
import dev.statusmonitor.gateway.live.LiveSettings;
import dev.statusmonitor.gateway.page.Dashboard;
import dev.statusmonitor.gateway.page.DashboardRoute;
import dev.statusmonitor.gateway.page.PageSettings;
import dev.statusmonitor.gateway.page.ProblemController;
import dev.statusmonitor.gateway.proxy.Descriptions;
import dev.statusmonitor.gateway.proxy.ProxyClient;
import dev.statusmonitor.gateway.proxy.ProxyRoute;
import dev.statusmonitor.gateway.proxy.ProxySettings;
import dev.statusmonitor.gateway.push.LiveFeed;
import dev.statusmonitor.starter.hosts.HostDirectory;
import dev.statusmonitor.starter.internal.InternalClients;
import dev.statusmonitor.starter.kafka.KafkaSettings;
import dev.statusmonitor.starter.token.SessionSecurity;
import java.time.Clock;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import org.springframework.web.socket.server.support.WebSocketHandlerMapping;

/** All of websocket-gateway. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
    AgentSettings.class,
    ConsumeSettings.class,
    LiveSettings.class,
    PageSettings.class,
    ProxySettings.class
})
public class GatewayConfiguration {
    private static final String SERVICE = "websocket-gateway";
    private static final String AUTH = "auth-service";

    /**
     * Scripts from here alone. Styles may stand in the page, since component libraries put them there; they can do
     * little harm where nothing may be fetched from elsewhere.
     */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'self'; script-src 'self'; style-src 'self'"
            + " 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; object-src 'none';"
            + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    // ---- what comes in

    /** Shared by all that reads records: a list of names is parsed once. */
    @Bean(defaultCandidate = false)
    SeriesLists gatewaySeriesLists(ConsumeSettings settings) {
        return new SeriesLists(settings.names().toBytes());
    }

    @Bean
    RecentPoints gatewayRecentPoints(ConsumeSettings settings, @Qualifier("gatewaySeriesLists") SeriesLists lists) {
        return new RecentPoints(settings.ring().toBytes(), lists);
    }

    @Bean
    SampleConsumer gatewaySampleConsumer(
            KafkaSettings kafka, ConsumeSettings settings, HostDirectory directory, LiveFeed feed, Clock clock) {
        String instance =
                settings.instance().isEmpty() ? UUID.randomUUID().toString().substring(0, 8) : settings.instance();
        String name = "gateway-" + instance;
        return new SampleConsumer(kafka.reader(name), name, settings.refill(), directory, feed, clock);
    }

    @Bean
    IncidentConsumer gatewayIncidentConsumer(KafkaSettings kafka, LiveFeed feed) {
        return new IncidentConsumer(kafka.reader("gateway-incidents"), feed::incidentsChanged);
    }

    @Bean
    ConsumerHealth gatewayConsumerHealthIndicator(SampleConsumer consumer) {
        return new ConsumerHealth(consumer);
    }

    // ---- what goes out

    @Bean
    LiveFeed gatewayLiveFeed(
            RecentPoints recent,
            HostDirectory directory,
            @Qualifier("gatewaySeriesLists") SeriesLists lists,
            LiveSettings settings) {
        var access = new DirectoryAccess(directory);
        var feed = new LiveFeed(recent, access, lists, settings.maxHosts());
        access.listen(feed::hostChanged);
        return feed;
    }

    @Bean
    LiveConnections gatewayLiveConnections(LiveFeed feed, InternalClients clients, LiveSettings settings, Clock clock) {
        return new LiveConnections(feed, new AuthSessions(clients.client(SERVICE, AUTH)), settings, clock);
    }

    @Bean
    WebSocketHandlerMapping gatewayLiveMapping(
            LiveFeed feed, LiveConnections connections, InternalClients clients, LiveSettings settings, Clock clock) {
        var tickets = new AuthTickets(clients.client(SERVICE, AUTH));
        return LiveRoute.mapping(feed, connections, tickets, settings, clock);
    }

    @Bean
    GatewayMetrics gatewayMetrics(
            LiveFeed feed, RecentPoints recent, SampleConsumer consumer, LiveConnections connections) {
        return new GatewayMetrics(feed.counts(), recent, consumer, connections);
    }

    // ---- the agent's program

    @Bean
    SimpleUrlHandlerMapping gatewayAgentMapping(AgentSettings settings) {
        return AgentRoute.mapping(settings);
    }

    // ---- the other services, where they have processes of their own

    @Bean
    ProxyClient gatewayProxyClient(ProxySettings settings) {
        return new ProxyClient(settings);
    }

    @Bean
    SimpleUrlHandlerMapping gatewayProxyMapping(ProxySettings settings, ProxyClient client) {
        return ProxyRoute.mapping(settings, client);
    }

    @Bean
    @ConditionalOnProperty("statusmonitor.gateway.proxy.services.auth-service")
    Descriptions gatewayDescriptions(ProxySettings settings) {
        return new Descriptions(settings.services());
    }

    // ---- the dashboard

    @Bean
    Dashboard gatewayDashboard(PageSettings settings) {
        return Dashboard.load(settings.location());
    }

    @Bean
    SimpleUrlHandlerMapping gatewayDashboardMapping(Dashboard dashboard) {
        return DashboardRoute.mapping(dashboard);
    }

    @Bean
    ProblemController gatewayProblemController() {
        return new ProblemController();
    }

    // ---- who may call what

    /** The ticket says who it is, and is checked in the handshake. */
    @Bean
    @Order(400)
    SecurityFilterChain gatewayLiveSecurity(HttpSecurity http) {
        return SessionSecurity.open(http)
                .securityMatcher(LiveRoute.PATH)
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    @Bean
    @Order(402)
    SecurityFilterChain gatewayAgentSecurity(HttpSecurity http) {
        return SessionSecurity.open(http)
                .securityMatcher(AgentRoute.PATHS)
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .headers(headers -> headers.cacheControl(HeadersConfigurer.CacheControlConfig::disable))
                .build();
    }

    /** They check for themselves who may call what; here it is only looked whether another site's page asks. */
    @Bean
    @Order(403)
    SecurityFilterChain gatewayProxySecurity(HttpSecurity http, ProxySettings settings) {
        return SessionSecurity.open(http)
                .securityMatcher(ProxyRoute.paths(settings))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    /** Pages hold nothing of anybody: they fetch it, with a session. */
    @Bean
    @Order(401)
    SecurityFilterChain gatewayPageSecurity(HttpSecurity http) {
        return SessionSecurity.open(http)
                .securityMatcher(DashboardRoute.pages())
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .headers(headers -> headers.contentSecurityPolicy(
                                policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
                        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN))
                        .crossOriginOpenerPolicy(policy -> policy.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                        .crossOriginResourcePolicy(policy -> policy.policy(CrossOriginResourcePolicy.SAME_ORIGIN))
                        .permissionsPolicyHeader(policy ->
                                policy.policy("camera=(), geolocation=(), microphone=(), payment=(), usb=()")))
                .build();
    }
}
