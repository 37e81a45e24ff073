package dev.statusmonitor.starter.token;

import java.security.PublicKey;
import java.util.Optional;

/** The public keys by which auth-service's tokens are checked. Safe for use by several threads. */
public interface PublicKeys {
    /**
     * The key of this id.
     *
     * @return empty where there is no such key
     * @throws KeysUnavailableException where that cannot be known now
     */
    Optional<PublicKey> find(String keyId);

    /** The keys could not be asked for: whoever needed one must refuse, and may be asked again. */
    final class KeysUnavailableException extends RuntimeException {
        public KeysUnavailableException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
