package dev.statusmonitor.starter.token;

import io.jsonwebtoken.security.Jwk;
import io.jsonwebtoken.security.Jwks;
import java.security.PublicKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Keys fetched from auth-service's {@code GET /internal/v1/jwks} (RFC 7517). Kept for five minutes, and asked for
 * again, at most once a second, when a token names a key that is not among them: a new key is known at once, and a
 * flood of made-up key ids does not reach auth-service.
 */
public final class RemotePublicKeys implements PublicKeys {
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Supplier<String> jwks;
    private final LongSupplier nanoTime;
    private volatile Fetched fetched = new Fetched(Map.of(), 0, false);

    /**
     * @param jwks fetches the JSON Web Key Set; throws when it cannot
     * @param nanoTime {@link System#nanoTime}
     */
    public RemotePublicKeys(Supplier<String> jwks, LongSupplier nanoTime) {
        this.jwks = jwks;
        this.nanoTime = nanoTime;
    }

    @Override
    public Optional<PublicKey> find(String keyId) {
        Fetched now = fetched;
        PublicKey key = now.keys.get(keyId);
        if (!now.olderThan(key == null ? PAUSE : KEPT, nanoTime.getAsLong())) {
            return Optional.ofNullable(key);
        }
        return Optional.ofNullable(fetch(keyId).keys.get(keyId));
    }

    private synchronized Fetched fetch(String keyId) {
        // Whoever waited here finds what the one before fetched.
        Duration wanted = fetched.keys.containsKey(keyId) ? KEPT : PAUSE;
        if (!fetched.olderThan(wanted, nanoTime.getAsLong())) {
            return fetched;
        }
        long before = nanoTime.getAsLong();
        String json;
        try {
            json = jwks.get();
        } catch (RuntimeException e) {
            throw new KeysUnavailableException("the signing keys could not be fetched from auth-service", e);
        }
        var keys = new HashMap<String, PublicKey>();
        for (Jwk<?> jwk : Jwks.setParser().build().parse(json).getKeys()) {
            if (jwk.toKey() instanceof PublicKey key) {
                keys.put(jwk.getId(), key);
            }
        }
        fetched = new Fetched(Map.copyOf(keys), before, true);
        return fetched;
    }

    private record Fetched(Map<String, PublicKey> keys, long at, boolean ever) {
        boolean olderThan(Duration age, long now) {
            return !ever || now - at >= age.toNanos();
        }
    }
}
