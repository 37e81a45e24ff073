package dev.statusmonitor.auth.register;

import org.jspecify.annotations.Nullable;

/**
 * Lets somebody make an account.
 *
 * @param accountId who invites
 * @param email of the account to be made; null for any
 * @param created Unix time in milliseconds
 * @param expires Unix time in milliseconds
 */
record Invitation(String id, String accountId, @Nullable String email, long created, long expires) {}
