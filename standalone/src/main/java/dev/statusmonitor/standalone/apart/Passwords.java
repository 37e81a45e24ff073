package dev.statusmonitor.standalone.apart;

import dev.statusmonitor.embedded.Credentials;
import dev.statusmonitor.embedded.file.OwnerOnly;
import dev.statusmonitor.standalone.console.Refusal;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * What services prove themselves by to PostgreSQL, InfluxDB and Cassandra; made on the first start, readable by the owner alone.
 *
 * @param postgres of the user that may do all
 * @param auth of auth-service's user
 * @param alerts of alert-service's user
 * @param influxdb the token that may do all
 * @param cassandra of the user that may do all, and of history-service's
 */
record Passwords(String postgres, String auth, String alerts, String influxdb, String cassandra) {
    /** @throws Refusal where the file cannot be read or made */
    static Passwords load(Path file) {
        try {
            if (!Files.exists(file)) {
                OwnerOnly.write(file, """
                        # Made on the first start. Only StatusMonitor's own parts use these, on this machine.
                        postgres=%s
                        auth=%s
                        alerts=%s
                        influxdb=%s
                        cassandra=%s
                        """.formatted(random(), random(), random(), random(), random()));
            }
            Properties properties = properties(file);
            if (properties.getProperty("cassandra") == null) {
                // Of before there was a choice.
                OwnerOnly.write(file, Files.readString(file) + "cassandra=" + random() + "\n");
                properties = properties(file);
            }
            return new Passwords(
                    given(properties, "postgres"),
                    given(properties, "auth"),
                    given(properties, "alerts"),
                    given(properties, "influxdb"),
                    given(properties, "cassandra"));
        } catch (IOException | IllegalArgumentException e) {
            throw new Refusal(
                    "The file %s cannot be used (%s). Restore it from a backup.".formatted(file, e.getMessage()), e);
        }
    }

    private static Properties properties(Path file) throws IOException {
        var properties = new Properties();
        properties.load(new StringReader(Files.readString(file)));
        return properties;
    }

    private static String random() {
        return Credentials.random("statusmonitor").password();
    }

    /** Of the URL-safe Base64 alphabet, so that it can stand in SQL and JSON as it is. */
    private static String given(Properties properties, String name) {
        return new Credentials("statusmonitor", properties.getProperty(name, "")).password();
    }

    @Override
    public String toString() {
        return "Passwords[hidden]";
    }
}
