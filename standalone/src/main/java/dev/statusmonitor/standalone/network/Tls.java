package dev.statusmonitor.standalone.network;

import dev.statusmonitor.standalone.console.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.pem.PemSslStore;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/**
 * The certificate of the public connector, from files that whoever renews it writes anew: they are watched, and what
 * they hold then is used from the next connection on.
 *
 * @param certificate the certificate and those that vouch for it, in PEM; or a key store
 * @param key its private key, in PEM; null where the certificate is a key store
 * @param password the key store's; empty where there is none
 */
public record Tls(Path certificate, @Nullable Path key, String password) {
    private static final String BUNDLE = "public";
    private static final Duration SOON = Duration.ofDays(14);

    /**
     * What was given on the command line; null where that is nothing.
     *
     * @throws Refusal where it cannot be used
     */
    public static @Nullable Tls check(
            @Nullable Path certificate, @Nullable Path key, @Nullable Path keyStore, @Nullable String password) {
        if (keyStore != null) {
            if (certificate != null || key != null) {
                throw new Refusal(
                        "--tls-key-store and --tls-certificate exclude each other: say where the certificate is once.");
            }
            return checked(new Tls(absolute(keyStore), null, password == null ? "" : password));
        }
        if (certificate == null && key == null) {
            return null;
        }
        if (certificate == null || key == null) {
            throw new Refusal("--tls-certificate and --tls-key belong together: one file in PEM each.");
        }
        return checked(new Tls(absolute(certificate), absolute(key), ""));
    }

    private static Path absolute(Path file) {
        Path path = file.toAbsolutePath().normalize();
        if (!Files.isReadable(path)) {
            throw new Refusal("The file %s is not there, or this user may not read it.".formatted(path));
        }
        return path;
    }

    private static Tls checked(Tls tls) {
        X509Certificate found = tls.read();
        if (found.getNotAfter().toInstant().isBefore(Instant.now())) {
            throw new Refusal("The certificate in %s has expired on %tF. Renew it, then start again."
                    .formatted(tls.certificate, found.getNotAfter()));
        }
        return tls;
    }

    /** The certificate as it is now. */
    private X509Certificate read() {
        try {
            if (key == null) {
                return ofKeyStore();
            }
            var details = PemSslStoreDetails.forCertificate(uri(certificate)).withPrivateKey(uri(key));
            PemSslStore store = PemSslStore.load(details);
            var certificates = store == null ? null : store.certificates();
            if (certificates == null || certificates.isEmpty()) {
                throw new Refusal("There is no certificate in PEM in %s.".formatted(certificate));
            }
            if (store == null || store.privateKey() == null) {
                throw new Refusal("There is no private key in PEM in %s.".formatted(key));
            }
            return certificates.getFirst();
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new Refusal(
                    "The certificate %s and the key %s cannot be used: %s"
                            .formatted(certificate, key, String.valueOf(e.getMessage())),
                    e);
        }
    }

    private X509Certificate ofKeyStore() {
        try (InputStream in = Files.newInputStream(certificate)) {
            KeyStore store = KeyStore.getInstance(type());
            store.load(in, password.toCharArray());
            for (String alias : java.util.Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias) && store.getCertificate(alias) instanceof X509Certificate found) {
                    return found;
                }
            }
            throw new Refusal("The key store %s has no private key with a certificate.".formatted(certificate));
        } catch (IOException e) {
            if (e.getCause() instanceof UnrecoverableKeyException) {
                throw new Refusal(
                        "The password of the key store %s is another; it is read from STATUSMONITOR_TLS_KEY_STORE_PASSWORD."
                                .formatted(certificate),
                        e);
            }
            throw new Refusal("The key store %s cannot be read (%s).".formatted(certificate, e.getMessage()), e);
        } catch (GeneralSecurityException e) {
            throw new Refusal("The key store %s cannot be read (%s).".formatted(certificate, e.getMessage()), e);
        }
    }

    /** What to be warned of. */
    Optional<String> warning() {
        Instant end = read().getNotAfter().toInstant();
        return end.isAfter(Instant.now().plus(SOON))
                ? Optional.empty()
                : Optional.of(
                        "The certificate in %s ends on %tF. A renewed one is used without a restart once it is there."
                                .formatted(certificate, java.util.Date.from(end)));
    }

    /** Spring's properties for it. */
    public Map<String, Object> properties() {
        var properties = new HashMap<String, Object>();
        properties.put("server.ssl.bundle", BUNDLE);
        if (key == null) {
            String bundle = "spring.ssl.bundle.jks." + BUNDLE;
            properties.put(bundle + ".keystore.location", uri(certificate));
            properties.put(bundle + ".keystore.password", password);
            properties.put(bundle + ".keystore.type", type());
            properties.put(bundle + ".reload-on-update", true);
        } else {
            String bundle = "spring.ssl.bundle.pem." + BUNDLE;
            properties.put(bundle + ".keystore.certificate", uri(certificate));
            properties.put(bundle + ".keystore.private-key", uri(key));
            properties.put(bundle + ".reload-on-update", true);
        }
        return properties;
    }

    private String type() {
        return certificate.toString().toLowerCase(Locale.ROOT).endsWith(".jks") ? "JKS" : "PKCS12";
    }

    private static String uri(Path file) {
        return file.toUri().toString();
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "Tls[" + certificate + "]";
    }
}
