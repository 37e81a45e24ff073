package dev.statusmonitor.history.store.influxdb;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * An InfluxDB 2.
 *
 * @param url its address
 * @param org the organisation that its buckets are in; made where it is not there and the token may do so
 * @param tokenFile a file with the token that makes buckets, tasks and the service's own lesser tokens; needed until
 *     these are made, and where they are to be mended. Null: the file {@code token} in the store's folder
 * @param rollUpBy who makes minutes and hours: the service, of the samples as they pass, or tasks of InfluxDB's own, which
 *     read all samples again. All services on one InfluxDB have the same
 * @param gzip whether what goes to it and comes back is packed; unless told, where it is on another machine
 * @param connectTimeout for a connection
 * @param timeout for a request that does not say how long it may take: writing, rolling up
 */
@Validated
@ConfigurationProperties("statusmonitor.history.influxdb")
public record InfluxDbSettings(
        @DefaultValue("http://127.0.0.1:8086") @NotNull URI url,
        @DefaultValue("statusmonitor") @NotBlank String org,
        @Nullable Path tokenFile,
        @DefaultValue("service") @NotNull RollUpBy rollUpBy,
        @Nullable Boolean gzip,
        @DefaultValue("3s") @NotNull Duration connectTimeout,
        @DefaultValue("60s") @NotNull Duration timeout) {
    /** On the same machine packing and unpacking costs more than it saves. */
    boolean isPacked() {
        if (gzip != null) {
            return gzip;
        }
        try {
            return !InetAddress.getByName(url.getHost()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return true;
        }
    }

    /** Who makes the coarser tiers. */
    public enum RollUpBy {
        SERVICE,
        TASKS
    }
}
