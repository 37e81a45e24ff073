package dev.statusmonitor.auth.keys;

import dev.statusmonitor.auth.secret.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * The one secret that is not in the database: whoever has only a copy of the database can sign nothing. Other keys are
 * derived from it by HKDF (RFC 5869), one for each purpose.
 */
public final class MasterKey {
    private static final int BYTES = 32;

    private final byte[] key;

    private MasterKey(byte[] key) {
        this.key = key;
    }

    /** @throws IllegalArgumentException unless {@code base64} is 32 bytes in base64 */
    public static MasterKey parse(String base64) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the master key is not in base64", e);
        }
        if (key.length != BYTES) {
            throw new IllegalArgumentException(
                    "the master key has " + key.length + " bytes; it must have " + BYTES + ", written in base64");
        }
        return new MasterKey(key);
    }

    /**
     * Reads the key from its file, which is made when there is none, readable by its owner alone.
     *
     * @throws IllegalArgumentException when the file holds no key
     * @throws UncheckedIOException when it can be neither read nor made
     */
    public static MasterKey load(Path file) {
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            return parse(Files.readString(file, StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException("the master key file " + file + " cannot be read or made", e);
        }
    }

    private static void create(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        String text = Base64.getEncoder().encodeToString(Secrets.random(BYTES)) + "\n";
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        var options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        try (var channel = posix
                ? Files.newByteChannel(
                        file,
                        options,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                : Files.newByteChannel(file, Set.copyOf(options))) {
            channel.write(StandardCharsets.US_ASCII.encode(text));
        } catch (FileAlreadyExistsException e) {
            // Another instance was faster: its key is as good.
            return;
        }
    }

    /** A key of 256 bits that belongs to this purpose alone. */
    SecretKey derive(String purpose, String algorithm) {
        try {
            var parameters = HKDFParameterSpec.ofExtract()
                    .addIKM(key)
                    .thenExpand(purpose.getBytes(StandardCharsets.US_ASCII), BYTES);
            return KDF.getInstance("HKDF-SHA256").deriveKey(algorithm, parameters);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no HKDF-SHA256", e);
        }
    }

    /** The key by which a refresh token's successor is computed. */
    public SecretKey forRefreshTokens() {
        return derive("statusmonitor refresh tokens", "HmacSHA256");
    }

    SecretKey forSigningKeys() {
        return derive("statusmonitor signing keys", "AES");
    }
}
