package dev.statusmonitor.starter.web;

import jakarta.servlet.http.HttpServletResponse;

/**
 * What every answer with data says to a browser that happens to show it: it is no page, belongs into no frame, is of
 * the type that it says, and whoever is linked from it learns nothing of it.
 */
public final class StandardHeaders {
    public static final String CONTENT_SECURITY_POLICY = "default-src 'none'; frame-ancestors 'none'";

    private StandardHeaders() {}

    /** Sets those that are not set; for what answers outside the security chains, which set them by themselves. */
    public static void write(HttpServletResponse response) {
        set(response, "X-Content-Type-Options", "nosniff");
        set(response, "Content-Security-Policy", CONTENT_SECURITY_POLICY);
        set(response, "Referrer-Policy", "no-referrer");
    }

    private static void set(HttpServletResponse response, String name, String value) {
        if (!response.containsHeader(name)) {
            response.setHeader(name, value);
        }
    }
}
