package dev.statusmonitor.alerts;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** Alert-service as a process of its own. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(AlertConfiguration.class)
public class AlertApplication {
    public static void main(String[] arguments) {
        SpringApplication.run(AlertApplication.class, arguments);
    }
}
