package dev.statusmonitor.gateway;

import dev.statusmonitor.starter.ServiceProcess;
import java.util.Map;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** Websocket-gateway as a process of its own. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(GatewayConfiguration.class)
public class GatewayApplication {
    public static void main(String[] arguments) {
        ServiceProcess.run(
                "websocket-gateway",
                GatewayApplication.class,
                "hostDirectory",
                // What other services add may come later.
                Map.of("springdoc.cache.disabled", "true"),
                arguments);
    }
}
