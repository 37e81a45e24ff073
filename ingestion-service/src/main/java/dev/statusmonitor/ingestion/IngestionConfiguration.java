package dev.statusmonitor.ingestion;

import dev.statusmonitor.ingestion.authenticate.AuthenticateConfiguration;
import dev.statusmonitor.ingestion.publish.PublishConfiguration;
import dev.statusmonitor.ingestion.receive.ReceiveConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The whole service. */
@Configuration(proxyBeanMethods = false)
@Import({ReceiveConfiguration.class, AuthenticateConfiguration.class, PublishConfiguration.class})
public class IngestionConfiguration {}
