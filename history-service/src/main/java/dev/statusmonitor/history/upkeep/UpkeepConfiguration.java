package dev.statusmonitor.history.upkeep;

import dev.statusmonitor.history.store.TieredStore;
import dev.statusmonitor.starter.hosts.HostDirectory;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What keeps the store in order. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(UpkeepSettings.class)
public class UpkeepConfiguration {
    @Bean
    StoreKeeper historyRollUp(
            @Qualifier("historyStore") TieredStore store,
            HostDirectory hosts,
            UpkeepSettings settings,
            Clock clock,
            MeterRegistry meters) {
        return new StoreKeeper(store, hosts, settings, clock, meters);
    }
}
