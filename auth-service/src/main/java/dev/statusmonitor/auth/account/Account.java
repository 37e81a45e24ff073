package dev.statusmonitor.auth.account;

/**
 * Somebody who may log in.
 *
 * @param email in lower case; no two accounts share one
 * @param created Unix time in milliseconds
 */
public record Account(String id, String email, String name, long created) {}
