package dev.statusmonitor.starter.internal;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The Ed25519 keys by which services prove who they are to each other. This one makes them anew in each process: right
 * where all services live in one. Safe for use by several threads.
 */
public final class ServiceKeys {
    private final Map<String, PrivateKey> privateKeys = new ConcurrentHashMap<>();
    private final Map<String, PublicKey> publicKeys = new ConcurrentHashMap<>();

    /** The key with which {@code service}, which lives in this process, signs; made when first asked for. */
    PrivateKey privateKey(String service) {
        return privateKeys.computeIfAbsent(service, name -> {
            KeyPair pair = generate();
            publicKeys.put(name, pair.getPublic());
            return pair.getPrivate();
        });
    }

    /** The key by which {@code service}'s assertions are checked; empty where nobody of that name is trusted. */
    Optional<PublicKey> publicKey(String service) {
        return Optional.ofNullable(publicKeys.get(service));
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
