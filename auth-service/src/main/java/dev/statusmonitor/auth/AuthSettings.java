package dev.statusmonitor.auth;

import dev.statusmonitor.auth.register.RegistrationMode;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What auth-service as a whole is told.
 *
 * @param masterKeyFile holds the master key; made when there is none
 * @param masterKey the master key itself, 32 bytes in base64, instead of the file; null where the file counts
 * @param registration who may make an account once there is the first: {@code invitation} or {@code open}
 * @param publicUrl where browsers and agents reach the platform; null for wherever they asked
 * @param ingestUrls where agents send their samples to, without a path; hosts that enrol get one after the other. Empty
 *     where that is the platform's own address
 * @param ingestPorts the same where the host's name is the platform's and the port another; counts where there are no
 *     {@code ingestUrls}, and for the agent of the platform's own machine
 */
@ConfigurationProperties("statusmonitor.auth")
public record AuthSettings(
        @DefaultValue("data/auth-master.key") Path masterKeyFile,
        @Nullable String masterKey,
        @DefaultValue("invitation") RegistrationMode registration,
        @Nullable URI publicUrl,
        @DefaultValue List<URI> ingestUrls,
        @DefaultValue List<Integer> ingestPorts) {
    /** Without the key. */
    @Override
    public String toString() {
        return "AuthSettings[" + masterKeyFile + ", " + publicUrl + "]";
    }
}
