package dev.statusmonitor.auth;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** Auth-service as a process of its own. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(AuthConfiguration.class)
public class AuthApplication {
    public static void main(String[] arguments) {
        var application = new SpringApplication(AuthApplication.class);
        // It decides what the others keep a view of, and needs none itself.
        application.setDefaultProperties(java.util.Map.of("statusmonitor.hosts.enabled", "false"));
        application.run(arguments);
    }
}
