package dev.statusmonitor.gateway.proxy;

import java.util.Map;
import java.util.Set;

/** Whose an address is. */
final class Services {
    static final String AUTH = "auth-service";
    static final String HISTORY = "history-service";
    static final String ALERTS = "alert-service";
    static final String INGESTION = "ingestion-service";

    private static final String API = "/api/v1/";

    /** What follows {@code /api/v1/}; all else is auth-service's. */
    private static final Map<String, String> BY_FIRST =
            Map.of("alerts", ALERTS, "history", HISTORY, "metrics", INGESTION);

    /** What follows {@code /api/v1/hosts/{id}/}. */
    private static final Set<String> OF_HISTORY = Set.of("metrics", "latest");

    private Services() {}

    /**
     * The service that answers there.
     *
     * @param path below {@code /api/v1/}, as it was sent
     */
    static String of(String path) {
        String[] segments = (path.startsWith(API) ? path.substring(API.length()) : path).split("/", 4);
        if (segments[0].equals("hosts") && segments.length == 3 && OF_HISTORY.contains(segments[2])) {
            return HISTORY;
        }
        return BY_FIRST.getOrDefault(segments[0], AUTH);
    }
}
