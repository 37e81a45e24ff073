package dev.statusmonitor.history;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The service.
 *
 * @param dataFolder its own folder: what it has to know at the next start, and the embedded store
 * @param store which store keeps the samples
 */
@Validated
@ConfigurationProperties("statusmonitor.history")
public record HistorySettings(
        @DefaultValue("data/history") @NotNull Path dataFolder,
        @DefaultValue("questdb") @NotNull Store store) {

    /** What can keep samples. */
    public enum Store {
        /** Inside this process, in the data folder. */
        QUESTDB,
        /** A server of its own. */
        INFLUXDB,
        /** A cluster of servers. */
        CASSANDRA
    }
}
