package dev.statusmonitor.auth.session;

/**
 * A session that goes on, as its owner recognises it.
 *
 * @param created Unix time in milliseconds
 * @param lastUsed when it was begun or last refreshed, Unix time in milliseconds
 * @param userAgent what the browser calls itself; empty where it does not say
 */
record LiveSession(String id, long created, long lastUsed, String userAgent) {}
