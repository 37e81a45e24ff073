package dev.statusmonitor.standalone.data;

import dev.statusmonitor.embedded.Credentials;
import dev.statusmonitor.embedded.file.OwnerOnly;
import dev.statusmonitor.embedded.redis.EmbeddedRedis;
import dev.statusmonitor.standalone.console.Refusal;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Properties;

/**
 * What the parts prove themselves by to each other; made on the first start, readable by the owner alone.
 *
 * @param kafka for the broker
 * @param redis the cache's password
 */
public record Secrets(Credentials kafka, String redis) {
    private static final String FILE = "secrets.properties";
    private static final String KAFKA_USER = "statusmonitor";

    /**
     * Reads them, or makes them.
     *
     * @throws Refusal when the file is damaged
     */
    public static Secrets load(DataFolder folder) {
        Path file = folder.resolve(FILE);
        try {
            return parse(Files.readString(file));
        } catch (NoSuchFileException e) {
            return make(file);
        } catch (IOException | IllegalArgumentException e) {
            throw new Refusal(
                    "The file %s is damaged. Restore it, or delete it: new secrets are made then.".formatted(file), e);
        }
    }

    private static Secrets make(Path file) {
        var secrets = new Secrets(Credentials.random(KAFKA_USER), EmbeddedRedis.newPassword());
        try {
            OwnerOnly.write(file, """
                    # Made on the first start. Only StatusMonitor's own parts use these, on this machine.
                    kafka.password=%s
                    redis.password=%s
                    """.formatted(secrets.kafka.password(), secrets.redis));
        } catch (IOException e) {
            throw new Refusal("The file %s cannot be written (%s).".formatted(file, e.getMessage()), e);
        }
        return secrets;
    }

    private static Secrets parse(String text) throws IOException {
        var properties = new Properties();
        properties.load(new StringReader(text));
        return new Secrets(
                new Credentials(KAFKA_USER, properties.getProperty("kafka.password", "")),
                new Credentials(KAFKA_USER, properties.getProperty("redis.password", "")).password());
    }

    @Override
    public String toString() {
        return "Secrets[hidden]";
    }
}
