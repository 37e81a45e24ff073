package dev.statusmonitor.auth.enrol;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Where others reach the platform: as configured, or else where it was asked just now. */
public final class PublicAddress {
    private final @Nullable URI configured;

    public PublicAddress(@Nullable URI configured) {
        this.configured = configured;
    }

    /** Without a slash at its end. Within a request. */
    String base() {
        if (configured == null) {
            return asked();
        }
        String text = configured.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    /** Where this very request was sent. */
    static String asked() {
        return ServletUriComponentsBuilder.fromCurrentContextPath().toUriString();
    }
}
