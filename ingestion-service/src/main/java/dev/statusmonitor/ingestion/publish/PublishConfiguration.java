package dev.statusmonitor.ingestion.publish;

import dev.statusmonitor.starter.kafka.KafkaSettings;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What writes to Kafka. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PublishSettings.class)
public class PublishConfiguration {
    @Bean(destroyMethod = "close")
    SamplePublisher ingestionPublisher(KafkaSettings kafka, PublishSettings settings, MeterRegistry meters) {
        var publisher = new SamplePublisher(kafka, settings, meters);
        Thread.ofVirtual().name("ingestion-warm-up").start(publisher::warmUp);
        return publisher;
    }

    @Bean
    HealthIndicator ingestionKafkaHealthIndicator(SamplePublisher publisher) {
        return () -> publisher.isWorking()
                ? Health.up().build()
                : Health.down()
                        .withDetail("reason", "Kafka takes no samples; they are answered by 503")
                        .build();
    }
}
