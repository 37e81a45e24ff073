package dev.statusmonitor.auth.address;

import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Where others reach the platform: as configured, or else where it was asked just now. */
public final class PublicAddress {
    private final @Nullable URI configured;

    public PublicAddress(@Nullable URI configured) {
        this.configured = configured;
    }

    /** Without a slash at its end. Within a request. */
    public String base() {
        return configured().orElseGet(PublicAddress::asked);
    }

    /** As it was configured, without a slash at its end; empty where it was not. */
    public java.util.Optional<String> configured() {
        if (configured == null) {
            return java.util.Optional.empty();
        }
        String text = configured.toString();
        return java.util.Optional.of(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    }

    /** Where this very request was sent. */
    public static String asked() {
        return ServletUriComponentsBuilder.fromCurrentContextPath().toUriString();
    }

    /** Whether nobody but this machine reaches the address: {@code localhost}, {@code 127.0.0.1}, {@code [::1]}. */
    public static boolean isLocal(String base) {
        String host;
        try {
            host = URI.create(base).getHost();
        } catch (IllegalArgumentException e) {
            return false;
        }
        if (host == null) {
            return false;
        }
        String name = host.toLowerCase(Locale.ROOT);
        if (name.equals("localhost") || name.endsWith(".localhost")) {
            return true;
        }
        try {
            // A literal address is read as it is; a name is not looked up.
            return InetAddress.ofLiteral(name.replace("[", "").replace("]", "")).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
