package dev.statusmonitor.auth.keys;

import java.security.PrivateKey;

/**
 * What signs.
 *
 * @param id the {@code kid} of what it signs
 */
public record SigningKey(String id, PrivateKey key) {}
