package dev.statusmonitor.auth.keys;

/**
 * A signing key as it lies in the database.
 *
 * @param keyId RFC 7638 thumbprint
 * @param publicKey X.509 in base64
 * @param privateKey encrypted, see {@link KeyCipher}
 * @param current whether it is the newest
 * @param signsFrom from when on it signs, until a newer one does; Unix time in milliseconds
 * @param created Unix time in milliseconds
 */
record StoredKey(String keyId, String publicKey, String privateKey, boolean current, long signsFrom, long created) {}
