package dev.statusmonitor.standalone.wiring;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Starts the one Spring context. */
public final class PlatformContext {
    private PlatformContext() {}

    /** Returns when every service runs. */
    public static ConfigurableApplicationContext start(Parts parts) {
        var application = new SpringApplication(PlatformConfiguration.class);
        application.setWebApplicationType(WebApplicationType.SERVLET);
        // The parts are closed in an order that Spring does not know.
        application.setRegisterShutdownHook(false);
        application.setLogStartupInfo(false);
        application.addInitializers(context -> {
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource("platform", PlatformProperties.of(parts)));
            ((GenericApplicationContext) context).registerBean(Parts.class, () -> parts);
        });
        application.setDefaultProperties(java.util.Map.of(
                "spring.config.location", "optional:file:" + parts.folder().resolve("statusmonitor.properties")));
        return application.run();
    }
}
