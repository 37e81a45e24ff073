package dev.statusmonitor.starter.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Services' keys as files, in PEM (RFC 7468) as {@code openssl genpkey -algorithm ed25519} and {@code openssl pkey
 * -pubout} write them. Private ones are readable by their owner alone.
 */
public final class KeyFiles {
    private static final String ALGORITHM = "Ed25519";
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";

    /** What a service may be called; nothing else becomes a file's name. */
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    private KeyFiles() {}

    /**
     * Makes a key pair, unless its private key is there already. Of several that do so at once, one does.
     *
     * @param file for the private key
     * @param trusted the folder for the public key
     * @param service whose it is
     * @throws UncheckedIOException where it cannot be written
     */
    public static void provide(Path file, Path trusted, String service) {
        if (Files.exists(file)) {
            return;
        }
        KeyPair pair = ServiceKeys.generate();
        try {
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder, ownerOnly(file, "rwx------"));
            Files.createDirectories(trusted);
            // Whole from its first moment: another instance may read it in the next.
            Path draft = Files.createTempFile(folder, ".", ".pem", ownerOnly(file, "rw-------"));
            try {
                Files.writeString(draft, pem(PRIVATE, pair.getPrivate().getEncoded()), StandardCharsets.US_ASCII);
                Files.createLink(file, draft);
            } finally {
                Files.delete(draft);
            }
            publish(trusted, service, pair.getPublic());
        } catch (FileAlreadyExistsException e) {
            // Another instance was faster: its key is as good.
            return;
        } catch (IOException e) {
            throw new UncheckedIOException("the key of " + service + " cannot be written to " + file, e);
        }
    }

    /** Puts a public key where those who trust its owner find it. */
    public static void publish(Path trusted, String service, PublicKey key) throws IOException {
        if (!NAME.matcher(service).matches()) {
            throw new IllegalArgumentException(service + " is no name of a service: lower-case letters and hyphens");
        }
        Path draft = Files.createTempFile(trusted, ".", ".new", ownerOnly(trusted, "rw-r--r--"));
        Files.writeString(draft, pem(PUBLIC, key.getEncoded()), StandardCharsets.US_ASCII);
        Files.move(
                draft,
                trusted.resolve(service + ".pem"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Reads a private key.
     *
     * @throws IllegalArgumentException where the file holds none
     * @throws UncheckedIOException where it cannot be read
     */
    static PrivateKey privateKey(Path file) {
        try {
            return KeyFactory.getInstance(ALGORITHM)
                    .generatePrivate(new PKCS8EncodedKeySpec(content(PRIVATE, Files.readString(file))));
        } catch (IOException e) {
            throw new UncheckedIOException("statusmonitor.internal.private-key-file cannot be read: " + file, e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(file + " must hold an Ed25519 key, PKCS #8, in PEM", e);
        }
    }

    /** The public key of {@code service} as it is in the folder now; empty where there is none that is any good. */
    static Optional<PublicKey> publicKey(Path trusted, String service) {
        if (!NAME.matcher(service).matches()) {
            return Optional.empty();
        }
        try {
            String text = Files.readString(trusted.resolve(service + ".pem"));
            return Optional.of(
                    KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(content(PUBLIC, text))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            org.slf4j.LoggerFactory.getLogger(KeyFiles.class)
                    .atWarn()
                    .setCause(e)
                    .addKeyValue("service", service)
                    .log("a trusted key cannot be read, so its owner is trusted no more");
            return Optional.empty();
        }
    }

    private static String pem(String kind, byte[] content) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
                + "\n-----END " + kind + "-----\n";
    }

    private static byte[] content(String kind, String pem) {
        Matcher block = Pattern.compile("-----BEGIN " + kind + "-----([^-]*)-----END " + kind + "-----")
                .matcher(pem);
        if (!block.find()) {
            throw new IllegalArgumentException("there is no " + kind);
        }
        return Base64.getMimeDecoder().decode(block.group(1));
    }

    private static FileAttribute<?>[] ownerOnly(Path where, String permissions) {
        return where.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
