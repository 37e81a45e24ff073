package dev.statusmonitor.starter;

import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;

/**
 * Starts a service as a process of its own. Its settings come, the later winning, from {@code <service>.properties} in
 * the working directory or its folder {@code config}, from files named after a setting in {@code /run/secrets}, and
 * from the environment. In the image of the service or beside it nothing else is needed.
 */
public final class ServiceProcess {
    private static final String READINESS = "management.endpoint.health.group.readiness.include";

    private ServiceProcess() {}

    /**
     * Runs the service until the process is told to end.
     *
     * @param service the service's name, its module's
     * @param configuration imports that service's configuration and nothing else
     * @param ready what has to be well before requests are sent here, as health indicators are called, by commas
     * @param more further properties that this service needs unless told otherwise
     */
    public static void run(
            String service, Class<?> configuration, String ready, Map<String, Object> more, String... arguments) {
        var application = new SpringApplication(configuration);
        var defaults = new HashMap<String, Object>(Map.of(
                "spring.application.name",
                service,
                "spring.config.name",
                service,
                "spring.config.import",
                "optional:configtree:/run/secrets/",
                READINESS,
                "readinessState," + ready,
                "logging.pattern.console",
                "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0} - %msg %kvp%n%ex",
                "logging.pattern.file",
                "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0} - %msg %kvp%n%ex",
                // A client of Kafka's says several hundred lines about its configuration.
                "logging.level.org.apache.kafka",
                "WARN",
                "statusmonitor.topics.provide",
                "true"));
        defaults.putAll(more);
        application.setDefaultProperties(defaults);
        application.run(arguments);
    }
}
