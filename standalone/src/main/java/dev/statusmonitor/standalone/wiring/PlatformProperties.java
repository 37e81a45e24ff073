package dev.statusmonitor.standalone.wiring;

import dev.statusmonitor.standalone.agent.AgentProgram;
import dev.statusmonitor.standalone.network.Tls;
import dev.statusmonitor.standalone.network.TrustedProxies;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The services' properties that follow from how the platform was started; nothing else may change them. */
final class PlatformProperties {
    private static final String BOOTSTRAP_SERVERS = "bootstrap.servers";

    private PlatformProperties() {}

    static Map<String, Object> of(Parts parts) {
        var properties = new HashMap<String, Object>();
        properties.putAll(web(parts));
        properties.putAll(kafka(parts.kafkaClient()));
        properties.putAll(services(parts));
        return properties;
    }

    private static Map<String, Object> web(Parts parts) {
        var web = new HashMap<String, Object>();
        web.put("server.address", parts.connector().address().getHostAddress());
        web.put("server.port", parts.connector().port());
        web.put(
                "server.tomcat.basedir",
                parts.folder().resolve("tmp").resolve("tomcat").toString());
        Tls tls = parts.connector().tls();
        if (tls != null) {
            web.putAll(tls.properties());
        }
        web.put("statusmonitor.internal.bind", "127.0.0.1");
        web.put("statusmonitor.internal.port", 0);
        if (parts.trustedProxies().isEmpty()) {
            web.put("server.forward-headers-strategy", "none");
        } else {
            web.put("server.forward-headers-strategy", "native");
            web.put("server.tomcat.remoteip.internal-proxies", TrustedProxies.regex(parts.trustedProxies()));
        }
        return web;
    }

    private static Map<String, Object> services(Parts parts) {
        var services = new HashMap<String, Object>();
        Path auth = parts.folder().resolve("auth");
        services.put("statusmonitor.auth.database.url", "jdbc:sqlite:" + auth.resolve("auth.db"));
        services.put(
                "statusmonitor.auth.master-key-file", auth.resolve("master.key").toString());
        services.put("statusmonitor.auth.redis.url", parts.redis().get().uri().toString());
        services.put(
                "statusmonitor.ingestion.redis.url", parts.redis().get().uri().toString());
        services.put(
                "statusmonitor.history.data-folder",
                parts.folder().resolve("history").toString());
        services.put(
                "statusmonitor.alerts.database.url",
                "jdbc:sqlite:" + parts.folder().resolve("alerts").resolve("alerts.db"));
        services.put(
                "statusmonitor.alerts.public-url", parts.connector().shown().toString());
        services.put(
                "statusmonitor.alerts.history-url", parts.connector().local().toString());
        AgentProgram.find()
                .ifPresent(program -> services.put(
                        "statusmonitor.gateway.agent.jar", program.jar().toString()));
        URI publicUrl = parts.connector().configured();
        if (publicUrl != null) {
            services.put("statusmonitor.auth.public-url", publicUrl.toString());
            services.put("statusmonitor.gateway.live.public-url", publicUrl.toString());
        }
        return services;
    }

    private static Map<String, Object> kafka(Map<String, Object> client) {
        var kafka = new HashMap<String, Object>();
        client.forEach((name, value) -> kafka.put(
                name.equals(BOOTSTRAP_SERVERS)
                        ? "statusmonitor.kafka.bootstrap-servers"
                        // In brackets the dots belong to the key.
                        : "statusmonitor.kafka.properties[" + name + "]",
                value));
        return kafka;
    }
}
