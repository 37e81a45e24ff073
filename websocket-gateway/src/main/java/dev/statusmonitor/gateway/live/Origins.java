package dev.statusmonitor.gateway.live;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a page of our own opened a WebSocket. Browsers send the page's origin with every handshake (RFC 6455,
 * section 4.1), and no page can make them send another; what comes without one is no browser.
 */
final class Origins {
    private final @Nullable URI publicUrl;

    /** @param publicUrl where browsers reach the platform, beside whatever address they asked; null where that is all */
    Origins(@Nullable URI publicUrl) {
        this.publicUrl = publicUrl;
    }

    /**
     * Whether the page may.
     *
     * @param origin the header {@code Origin}; null where there is none
     * @param host the header {@code Host}
     */
    boolean allow(@Nullable String origin, @Nullable String host) {
        if (origin == null) {
            return true;
        }
        URI page;
        try {
            page = URI.create(origin);
        } catch (IllegalArgumentException e) {
            return false;
        }
        String authority = page.getRawAuthority();
        if (authority == null || !("http".equals(page.getScheme()) || "https".equals(page.getScheme()))) {
            return false;
        }
        // Not the scheme: a proxy in front may speak TLS, and the host's name is what tells pages apart.
        return authority.equalsIgnoreCase(host)
                || (publicUrl != null && authority.equalsIgnoreCase(publicUrl.getRawAuthority()));
    }
}
