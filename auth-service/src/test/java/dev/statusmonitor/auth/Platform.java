package dev.statusmonitor.auth;

import dev.statusmonitor.starter.internal.InternalClients;
import dev.statusmonitor.testservers.TestKafka;
import dev.statusmonitor.testservers.TestRedis;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.client.RestClient;

/** The whole service as its own process would run it, on free ports, with real Kafka, Redis and SQLite. */
final class Platform implements AutoCloseable {
    private final ConfigurableApplicationContext context;

    private Platform(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** @param folder for the database and the master key; a second start finds what the first left */
    static Platform start(Path folder, Map<String, Object> more) {
        var properties = new HashMap<String, Object>();
        properties.put("server.port", "0");
        properties.put("statusmonitor.hosts.enabled", "false");
        properties.put("statusmonitor.auth.database.url", "jdbc:sqlite:" + folder.resolve("auth.db"));
        properties.put("statusmonitor.auth.master-key-file", folder.resolve("auth-master.key"));
        properties.put("statusmonitor.auth.redis.url", TestRedis.get().uri());
        properties.put("statusmonitor.kafka.bootstrap-servers", TestKafka.get().bootstrapServers());
        TestKafka.get()
                .clientProperties()
                .forEach((name, value) -> properties.put("statusmonitor.kafka.properties[" + name + "]", value));
        properties.putAll(more);
        return new Platform(new SpringApplicationBuilder(AuthApplication.class)
                .properties(properties)
                .registerShutdownHook(false)
                .run());
    }

    URI publicUri(String path) {
        return URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + path);
    }

    /** A client of the internal routes, as another service has it. */
    RestClient internal() {
        return bean(InternalClients.class).client("ingestion-service", "auth-service");
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }
}
