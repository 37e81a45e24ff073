package dev.statusmonitor.history;

import dev.statusmonitor.history.consume.ConsumeConfiguration;
import dev.statusmonitor.history.consume.DataFolder;
import dev.statusmonitor.history.query.QueryConfiguration;
import dev.statusmonitor.history.receive.ReceiveConfiguration;
import dev.statusmonitor.history.store.StoreException;
import dev.statusmonitor.history.store.TieredStore;
import dev.statusmonitor.history.store.cassandra.CassandraSampleStore;
import dev.statusmonitor.history.store.cassandra.CassandraSettings;
import dev.statusmonitor.history.store.influxdb.InfluxDbSampleStore;
import dev.statusmonitor.history.store.influxdb.InfluxDbSettings;
import dev.statusmonitor.history.store.questdb.QuestDbSampleStore;
import dev.statusmonitor.history.store.questdb.QuestDbSettings;
import dev.statusmonitor.history.upkeep.UpkeepConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The whole service. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
    HistorySettings.class,
    QuestDbSettings.class,
    InfluxDbSettings.class,
    CassandraSettings.class
})
@Import({ConsumeConfiguration.class, QueryConfiguration.class, UpkeepConfiguration.class, ReceiveConfiguration.class})
public class HistoryConfiguration {
    @Bean(destroyMethod = "close")
    DataFolder historyDataFolder(HistorySettings settings) {
        return DataFolder.open(settings.dataFolder());
    }

    @Bean(destroyMethod = "close")
    TieredStore historyStore(
            HistorySettings settings,
            @Qualifier("historyDataFolder") DataFolder folder,
            QuestDbSettings questDb,
            InfluxDbSettings influxDb,
            CassandraSettings cassandra,
            Clock clock,
            MeterRegistry meters) {
        return switch (settings.store()) {
            case QUESTDB -> QuestDbSampleStore.open(folder.resolve("questdb"), questDb, clock, folder.lastStop());
            case INFLUXDB ->
                InfluxDbSampleStore.open(folder.resolve("influxdb"), influxDb, folder.instance(), clock, meters);
            case CASSANDRA -> CassandraSampleStore.open(cassandra, folder.instance(), clock);
        };
    }

    @Bean
    HealthIndicator historyStoreHealthIndicator(@Qualifier("historyStore") TieredStore store) {
        return () -> {
            try {
                store.check();
                return Health.up().build();
            } catch (StoreException e) {
                return Health.down()
                        .withDetail("reason", String.valueOf(e.getMessage()))
                        .build();
            }
        };
    }
}
