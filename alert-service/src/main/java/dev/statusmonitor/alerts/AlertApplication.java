package dev.statusmonitor.alerts;

import dev.statusmonitor.starter.ServiceProcess;
import java.util.Map;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** Alert-service as a process of its own. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(AlertConfiguration.class)
public class AlertApplication {
    public static void main(String[] arguments) {
        ServiceProcess.run(
                "alert-service", AlertApplication.class, "hostDirectory,alertsDatabase", Map.of(), arguments);
    }
}
