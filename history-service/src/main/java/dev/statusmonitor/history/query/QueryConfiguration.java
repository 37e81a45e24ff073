package dev.statusmonitor.history.query;

import dev.statusmonitor.contract.Scopes;
import dev.statusmonitor.history.store.TieredStore;
import dev.statusmonitor.starter.hosts.HostDirectory;
import dev.statusmonitor.starter.internal.InternalClients;
import dev.statusmonitor.starter.token.CallerSecurity;
import dev.statusmonitor.starter.token.RouteRules;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** What answers questions. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(QuerySettings.class)
public class QueryConfiguration {
    /** Ends before the store is closed, on which it depends by its user. */
    @Bean(destroyMethod = "close")
    QueryPool historyQueryPool(QuerySettings settings, @Qualifier("historyStore") TieredStore store) {
        return new QueryPool(settings);
    }

    @Bean
    Histories histories(
            @Qualifier("historyStore") TieredStore store,
            QueryPool pool,
            QuerySettings settings,
            Clock clock,
            MeterRegistry meters) {
        return new Histories(store, pool, settings, clock, meters);
    }

    @Bean
    HistoryController historyController(HostDirectory hosts, Histories histories, Clock clock) {
        return new HistoryController(hosts, histories, clock);
    }

    @Bean
    StorageController historyStorageController(
            @Qualifier("historyStore") TieredStore store, Histories histories, Clock clock) {
        return new StorageController(store.name(), histories, clock);
    }

    @Bean
    SamplesController historySamplesController(Histories histories) {
        return new SamplesController(histories);
    }

    /** Who may call what. */
    @Bean
    RouteRules historyRoutes() {
        return RouteRules.start()
                .scope(
                        Scopes.HISTORY_READ,
                        HttpMethod.GET,
                        "/api/v1/hosts/{id}/metrics",
                        "/api/v1/hosts/{id}/latest",
                        "/api/v1/history")
                .session(HttpMethod.GET, "/api/v1/history/storage");
    }

    @Bean
    @Order(4)
    SecurityFilterChain historySecurity(
            HttpSecurity http, @Qualifier("historyRoutes") RouteRules rules, InternalClients clients, Clock clock) {
        return CallerSecurity.asking(clients.client("history-service", "auth-service"), clock)
                .chain(http, rules)
                .build();
    }
}
