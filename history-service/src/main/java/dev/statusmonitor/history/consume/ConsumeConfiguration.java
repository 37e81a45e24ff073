package dev.statusmonitor.history.consume;

import dev.statusmonitor.contract.SeriesLists;
import dev.statusmonitor.history.store.TieredStore;
import dev.statusmonitor.starter.hosts.HostDirectory;
import dev.statusmonitor.starter.kafka.KafkaSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What reads from Kafka. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ConsumeSettings.class)
public class ConsumeConfiguration {
    @Bean
    SampleConsumer historySampleConsumer(
            KafkaSettings kafka,
            ConsumeSettings settings,
            @Qualifier("historyDataFolder") DataFolder folder,
            @Qualifier("historyStore") TieredStore store,
            HostDirectory hosts,
            Clock clock,
            MeterRegistry meters) {
        var sorter = new SampleSorter(new SeriesLists(), hosts::isDeleted, store.retention(), clock);
        return new SampleConsumer(
                consumer(kafka, settings, folder),
                settings,
                folder,
                store.missingSince(),
                store.writer(),
                sorter,
                store.rollUp(),
                clock,
                meters);
    }

    @Bean
    HealthIndicator historyConsumerHealthIndicator(SampleConsumer consumer) {
        return new ConsumerHealth(consumer);
    }

    static Map<String, Object> consumer(KafkaSettings kafka, ConsumeSettings settings, DataFolder folder) {
        Map<String, Object> config = kafka.consumer("history-service", settings.group(), folder.instance());
        config.put(
                ConsumerConfig.FETCH_MIN_BYTES_CONFIG, (int) settings.minBytes().toBytes());
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int)
                settings.maxWait().toMillis());
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16 << 20);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.maxRecords());
        return config;
    }
}
