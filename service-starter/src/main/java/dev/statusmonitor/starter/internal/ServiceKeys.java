package dev.statusmonitor.starter.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The Ed25519 keys by which services prove who they are to each other. Where all services live in one process they are
 * made anew in it; a service with a process of its own signs by its key file, and trusts whoever has a key in the
 * folder of trusted ones. That folder is looked at again every few seconds, so that a key can be added, replaced or
 * taken away while the service runs. Safe for use by several threads.
 */
public final class ServiceKeys {
    private static final Duration KEPT = Duration.ofSeconds(5);

    private final Map<String, PrivateKey> privateKeys = new ConcurrentHashMap<>();
    private final Map<String, PublicKey> publicKeys = new ConcurrentHashMap<>();
    private final @Nullable Path privateKeyFile;
    private final @Nullable Path trusted;
    private final Cache<String, Optional<PublicKey>> fromFolder =
            Caffeine.newBuilder().maximumSize(100).expireAfterWrite(KEPT).build();

    /** Keys of this process alone. */
    public ServiceKeys() {
        this(null, null);
    }

    /**
     * @param privateKeyFile the key of the one service in this process; null: keys of this process alone
     * @param trusted the folder with the public keys of others; null: nobody else is trusted
     */
    public ServiceKeys(@Nullable Path privateKeyFile, @Nullable Path trusted) {
        this.privateKeyFile = privateKeyFile;
        this.trusted = trusted;
    }

    /** The key with which {@code service}, which lives in this process, signs; made when first asked for. */
    PrivateKey privateKey(String service) {
        return privateKeys.computeIfAbsent(service, this::ownKey);
    }

    private PrivateKey ownKey(String service) {
        if (privateKeyFile != null) {
            if (trusted != null) {
                KeyFiles.provide(privateKeyFile, trusted, service);
            }
            return KeyFiles.privateKey(privateKeyFile);
        }
        KeyPair pair = generate();
        publicKeys.put(service, pair.getPublic());
        return pair.getPrivate();
    }

    /** The key by which {@code service}'s assertions are checked; empty where nobody of that name is trusted. */
    Optional<PublicKey> publicKey(String service) {
        PublicKey known = publicKeys.get(service);
        if (known != null || trusted == null) {
            return Optional.ofNullable(known);
        }
        return fromFolder.get(service, name -> KeyFiles.publicKey(trusted, name));
    }

    /** Trusts another caller from now on, such as the command that asks how the platform is. */
    public void trust(String service, PublicKey key) {
        publicKeys.put(service, key);
    }

    /** A new Ed25519 key pair. */
    public static KeyPair generate() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java lacks Ed25519", e);
        }
    }
}
