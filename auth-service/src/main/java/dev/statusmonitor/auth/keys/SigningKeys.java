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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The keys in use. The first is made when there is none. Looked up in memory; a key id that is not known is looked for
 * in the database, at most once a second, since another instance may have made it.
 *
 * <p>A new key is published {@link #ANNOUNCED} before it signs: every service has asked for the keys again by then, so
 * nobody meets a token by a key that they have not heard of. An old one is published for as long as anything that it
 * signed may be good. Each instance goes by the clock, and looks into the database once a minute.
 */
public final class SigningKeys implements PublicKeys {
    private static final Logger log = LoggerFactory.getLogger(SigningKeys.class);
    private static final long PAUSE_MILLIS = 1_000;
    private static final long RELOAD_MILLIS = 60_000;

    /** Twice as long as the other services keep what they were told. */
    static final Duration ANNOUNCED = Duration.ofMinutes(10);

    private final KeyStore store;
    private final KeyCipher cipher;
    private final TransactionOperations transactions;
    private final Clock clock;
    private volatile Loaded loaded;

    /**
     * @throws IllegalStateException with a sentence for the operator when the master key does not fit
     */
    public SigningKeys(KeyStore store, MasterKey master, TransactionOperations transactions, Clock clock) {
        this.store = store;
        this.cipher = new KeyCipher(master.forSigningKeys());
        this.transactions = transactions;
        this.clock = clock;
        List<StoredKey> keys = store.all();
        if (keys.stream().noneMatch(StoredKey::current)) {
            store.add(make(0));
            keys = store.all();
        }
        this.loaded = load(keys);
    }

    /** The key that signs now. */
    public SigningKey current() {
        return fresh().signer(clock.millis());
    }

    private Loaded fresh() {
        Loaded now = loaded;
        if (Math.abs(clock.millis() - now.at) >= RELOAD_MILLIS) {
            try {
                return reload(now);
            } catch (DataAccessException e) {
                // What it knows is still good; whoever signs needs the database anyway.
                log.atDebug().setCause(e).log("the signing keys cannot be looked up now");
            }
        }
        return now;
    }

    /**
     * Makes a new key, which signs {@link #ANNOUNCED} from now on; where the newest one does not sign yet, nothing is
     * made.
     *
     * @return the newest key
     */
    StoredKey rotate() {
        StoredKey newest = newest();
        if (newest.signsFrom() > clock.millis()) {
            return newest;
        }
        StoredKey next = make(clock.millis() + ANNOUNCED.toMillis());
        boolean made = transactions.execute(transaction -> {
            // Of several instances, one is first.
            if (!store.outdate(newest.keyId())) {
                return false;
            }
            store.add(next);
            return true;
        });
        reload(loaded);
        if (made) {
            log.atInfo().addKeyValue("kid", next.keyId()).log("a new signing key was made");
        }
        return newest();
    }

    /**
     * Makes a new key when it is time, and deletes those by which nothing good is signed any more.
     *
     * @param every how long a key signs
     * @param tokensLive how long a token is good at the most
     */
    public void lookAfter(Duration every, Duration tokensLive) {
        long now = clock.millis();
        StoredKey newest = newest();
        if (now - Math.max(newest.signsFrom(), newest.created()) >= every.toMillis()) {
            rotate();
        }
        List<StoredKey> keys = store.all().stream()
                .sorted(Comparator.comparingLong(StoredKey::signsFrom))
                .toList();
        // Twice as long: the clock may have been set in between.
        long gone = now - 2 * tokensLive.toMillis() - RELOAD_MILLIS;
        for (int i = 0; i + 1 < keys.size(); i++) {
            if (keys.get(i + 1).signsFrom() < gone) {
                store.delete(keys.get(i).keyId());
                log.atInfo().addKeyValue("kid", keys.get(i).keyId()).log("an old signing key was deleted");
            }
        }
        reload(loaded);
    }

    private StoredKey newest() {
        return store.all().stream().filter(StoredKey::current).findFirst().orElseThrow();
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
        for (OctetPublicJwk<EdECPublicKey> key : fresh().keys.values()) {
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
        var signers = new ArrayList<Signer>();
        try {
            KeyFactory factory = KeyFactory.getInstance("Ed25519");
            for (StoredKey row : rows) {
                var encoded = new X509EncodedKeySpec(Base64.getDecoder().decode(row.publicKey()));
                keys.put(row.keyId(), jwk((EdECPublicKey) factory.generatePublic(encoded)));
                byte[] plain = cipher.decrypt(row.keyId(), row.privateKey());
                PrivateKey key = factory.generatePrivate(new PKCS8EncodedKeySpec(plain));
                signers.add(new Signer(new SigningKey(row.keyId(), key), row.signsFrom()));
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a signing key in the database cannot be read", e);
        }
        if (signers.isEmpty()) {
            throw new IllegalStateException("there is no signing key in the database");
        }
        signers.sort(Comparator.comparingLong(Signer::from));
        return new Loaded(keys, List.copyOf(signers), clock.millis());
    }

    private StoredKey make(long signsFrom) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            String keyId = jwk((EdECPublicKey) pair.getPublic()).getId();
            return new StoredKey(
                    keyId,
                    Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()),
                    cipher.encrypt(keyId, pair.getPrivate().getEncoded()),
                    true,
                    signsFrom,
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

    /** @param from when it begins to sign, Unix time in milliseconds */
    private record Signer(SigningKey key, long from) {}

    /** @param signers by when they begin to sign */
    private record Loaded(Map<String, OctetPublicJwk<EdECPublicKey>> keys, List<Signer> signers, long at) {
        SigningKey signer(long now) {
            SigningKey signs = signers.getFirst().key;
            for (Signer each : signers) {
                if (each.from <= now) {
                    signs = each.key;
                }
            }
            return signs;
        }
    }
}
