package dev.statusmonitor.auth;

import dev.statusmonitor.starter.ServiceProcess;
import java.util.Map;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** Auth-service as a process of its own. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(AuthConfiguration.class)
public class AuthApplication {
    public static void main(String[] arguments) {
        // It decides what the others keep a view of, and needs none itself.
        ServiceProcess.run(
                "auth-service",
                AuthApplication.class,
                "authDatabase",
                Map.of("statusmonitor.hosts.enabled", "false"),
                arguments);
    }
}
