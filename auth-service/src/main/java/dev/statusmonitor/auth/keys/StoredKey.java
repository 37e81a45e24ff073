package dev.statusmonitor.auth.keys;

/**
 * A signing key as it lies in the database.
 *
 * @param keyId RFC 7638 thumbprint
 * @param publicKey X.509 in base64
 * @param privateKey encrypted, see {@link KeyCipher}
 * @param current whether it signs; the others only check what they signed before
 * @param created Unix time in milliseconds
 */
record StoredKey(String keyId, String publicKey, String privateKey, boolean current, long created) {}
