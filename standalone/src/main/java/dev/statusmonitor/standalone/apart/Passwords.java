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
 * What services prove themselves by to PostgreSQL and InfluxDB; made on the first start, readable by the owner alone.
 *
 * @param postgres of the user that may do all
 * @param auth of auth-service's user
 * @param alerts of alert-service's user
 * @param influxdb the token that may do all
 */
record Passwords(String postgres, String auth, String alerts, String influxdb) {
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
                        """.formatted(random(), random(), random(), random()));
            }
            var properties = new Properties();
            properties.load(new StringReader(Files.readString(file)));
            return new Passwords(
                    given(properties, "postgres"),
                    given(properties, "auth"),
                    given(properties, "alerts"),
                    given(properties, "influxdb"));
        } catch (IOException | IllegalArgumentException e) {
            throw new Refusal(
                    "The file %s cannot be used (%s). Restore it from a backup.".formatted(file, e.getMessage()), e);
        }
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
