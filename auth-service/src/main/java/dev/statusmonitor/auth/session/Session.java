package dev.statusmonitor.auth.session;

/**
 * A session that goes on.
 *
 * @param expires when it ends unless it is refreshed, Unix time in milliseconds
 */
public record Session(String id, String accountId, long expires) {}
