package dev.statusmonitor.embedded.kafka;

import dev.statusmonitor.embedded.Credentials;
import dev.statusmonitor.embedded.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** The same broker as a process of its own: {@code BrokerProcess FILE}. SIGTERM stops it cleanly. */
public final class BrokerProcess {
    private static final String PROPERTY = "broker.";

    private BrokerProcess() {}

    /**
     * Runs it until the process is told to end.
     *
     * @param arguments a file of properties: folder, user, password, port, controller-port, and with {@code broker.}
     *     before them such of the broker that replace ours
     */
    public static void main(String[] arguments) throws IOException {
        var properties = new Properties();
        try (var file = Files.newBufferedReader(Path.of(arguments[0]))) {
            properties.load(file);
        }
        var overrides = new java.util.HashMap<String, String>();
        properties.stringPropertyNames().stream()
                .filter(name -> name.startsWith(PROPERTY))
                .forEach(name -> overrides.put(name.substring(PROPERTY.length()), properties.getProperty(name)));
        var settings = new EmbeddedKafka.Settings(
                        Path.of(properties.getProperty("folder")),
                        new Credentials(properties.getProperty("user"), properties.getProperty("password")))
                .withPorts(
                        Integer.parseInt(properties.getProperty("port")),
                        Integer.parseInt(properties.getProperty("controller-port")))
                .withOverrides(Map.copyOf(overrides));
        try {
            EmbeddedKafka broker = EmbeddedKafka.start(settings);
            Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "stop"));
            System.out.println("ready");
        } catch (StartFailure e) {
            System.out.println(e.getMessage());
            System.exit(1);
        }
    }
}
