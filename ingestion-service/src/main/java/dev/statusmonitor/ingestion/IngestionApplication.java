package dev.statusmonitor.ingestion;

import dev.statusmonitor.starter.ServiceProcess;
import java.util.Map;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** Ingestion-service as a process of its own. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(IngestionConfiguration.class)
public class IngestionApplication {
    public static void main(String[] arguments) {
        ServiceProcess.run("ingestion-service", IngestionApplication.class, "hostDirectory", Map.of(), arguments);
    }
}
