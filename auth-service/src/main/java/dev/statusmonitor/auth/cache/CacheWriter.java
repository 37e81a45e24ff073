package dev.statusmonitor.auth.cache;

import java.time.Duration;

/**
 * Writes what the ingestion edge reads. It never fails: where Redis does not take it, the edge asks again. Safe for use
 * by several threads.
 */
public interface CacheWriter {
    /**
     * Keeps what is known of a good token, unless the host's epoch has gone beyond it.
     *
     * @param tokenHash SHA-256 of the token in lower-case hex
     * @param json the answer to an introspection
     */
    void putGood(String tokenHash, String json, String hostId, long epoch, Duration kept);

    /** Keeps that a token is no good. */
    void putRefused(String tokenHash, String json, Duration kept);
}
