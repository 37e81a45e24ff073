package dev.statusmonitor.auth.keys;

import dev.statusmonitor.starter.token.PublicKeys;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwks;
import io.jsonwebtoken.security.OctetPublicJwk;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys in use. The first is made when there is none. Looked up in memory; a key id that is not known is looked for
 * in the database, at most once a second, since another instance may have made it.
 */
public final class SigningKeys implements PublicKeys {
    private static final long PAUSE_MILLIS = 1_000;

    private final KeyStore store;
    private final KeyCipher cipher;
    private final Clock clock;
    private volatile Loaded loaded;

    /**
     * @throws IllegalStateException with a sentence for the operator when the master key does not fit
     */
    public SigningKeys(KeyStore store, MasterKey master, Clock clock) {
        this.store = store;
        this.cipher = new KeyCipher(master.forSigningKeys());
        this.clock = clock;
        List<StoredKey> keys = store.all();
        if (keys.stream().noneMatch(StoredKey::current)) {
            store.addFirst(make());
            keys = store.all();
        }
        this.loaded = load(keys);
    }

    /** The key that signs now. */
    public SigningKey current() {
        return loaded.current;
    }

    @Override
    public Optional<PublicKey> find(String keyId) {
        Loaded now = loaded;
        if (!now.keys.containsKey(keyId) && clock.millis() - now.at >= PAUSE_MILLIS) {
            now = reload(now);
        }
        return Optional.ofNullable(now.keys.get(keyId)).map(OctetPublicJwk::toKey);
    }

    /** The public halves (RFC 7517), as an object to be written as JSON. */
    Map<String, Object> jwks() {
        var keys = new ArrayList<Map<String, Object>>();
        for (OctetPublicJwk<EdECPublicKey> key : loaded.keys.values()) {
            var members = new LinkedHashMap<String, Object>();
            for (String name : List.of("kty", "crv", "x", "kid", "use", "alg")) {
                if (key.containsKey(name)) {
                    members.put(name, key.get(name));
                }
            }
            keys.add(members);
        }
        return Map.of("keys", keys);
    }

    private synchronized Loaded reload(Loaded seen) {
        // Whoever waited here finds what the one before loaded.
        if (loaded.at == seen.at) {
            loaded = load(store.all());
        }
        return loaded;
    }

    private Loaded load(List<StoredKey> rows) {
        var keys = new LinkedHashMap<String, OctetPublicJwk<EdECPublicKey>>();
        SigningKey current = null;
        try {
            KeyFactory factory = KeyFactory.getInstance("Ed25519");
            for (StoredKey row : rows) {
                var encoded = new X509EncodedKeySpec(Base64.getDecoder().decode(row.publicKey()));
                keys.put(row.keyId(), jwk((EdECPublicKey) factory.generatePublic(encoded)));
                if (row.current()) {
                    byte[] plain = cipher.decrypt(row.keyId(), row.privateKey());
                    PrivateKey key = factory.generatePrivate(new PKCS8EncodedKeySpec(plain));
                    current = new SigningKey(row.keyId(), key);
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a signing key in the database cannot be read", e);
        }
        if (current == null) {
            throw new IllegalStateException("no signing key in the database is the current one");
        }
        return new Loaded(keys, current, clock.millis());
    }

    private StoredKey make() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            String keyId = jwk((EdECPublicKey) pair.getPublic()).getId();
            return new StoredKey(
                    keyId,
                    Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()),
                    cipher.encrypt(keyId, pair.getPrivate().getEncoded()),
                    true,
                    clock.millis());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no Ed25519", e);
        }
    }

    private static OctetPublicJwk<EdECPublicKey> jwk(EdECPublicKey key) {
        return Jwks.builder()
                .octetKey(key)
                .idFromThumbprint()
                .publicKeyUse("sig")
                .algorithm(Jwts.SIG.EdDSA.getId())
                .build();
    }

    private record Loaded(Map<String, OctetPublicJwk<EdECPublicKey>> keys, SigningKey current, long at) {}
}
