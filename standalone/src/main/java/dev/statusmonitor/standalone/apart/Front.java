package dev.statusmonitor.standalone.apart;

import dev.statusmonitor.embedded.redis.EmbeddedRedis;
import dev.statusmonitor.standalone.kept.KeptProcess;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * The one internal connector that the owner's tools ask, whatever processes there are: what it does not know itself it
 * asks the services.
 */
public final class Front {
    private Front() {}

    /** Returns when it listens. */
    public static ConfigurableApplicationContext start(Plan plan, KeptProcess<EmbeddedRedis> redis) {
        var application = new SpringApplication(FrontConfiguration.class);
        application.setWebApplicationType(WebApplicationType.SERVLET);
        application.setRegisterShutdownHook(false);
        application.setLogStartupInfo(false);
        application.addInitializers(context -> {
            context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("platform", properties(plan)));
            var beans = (GenericApplicationContext) context;
            beans.registerBean(Plan.class, () -> plan);
            beans.registerBean(RedisProcess.class, () -> () -> redis.current().isAlive());
        });
        // The owner's settings are the services'.
        application.setDefaultProperties(Map.of("spring.config.location", "optional:classpath:/front.properties"));
        return application.run();
    }

    private static Map<String, Object> properties(Plan plan) {
        var properties = new HashMap<String, Object>(ServiceProperties.shared(plan, Plan.SELF, 0));
        // Nothing is public here.
        properties.put("server.address", "127.0.0.1");
        properties.put("server.port", 0);
        properties.put(
                "server.tomcat.basedir",
                plan.folder().resolve("tmp").resolve(Plan.SELF).toString());
        properties.put("server.forward-headers-strategy", "none");
        // The services' health and meters, added up, stand where its own would.
        properties.put("management.endpoints.web.exposure.exclude", "*");
        return properties;
    }

    /** Whether the cache answers. */
    @FunctionalInterface
    interface RedisProcess {
        boolean isAlive();
    }
}
