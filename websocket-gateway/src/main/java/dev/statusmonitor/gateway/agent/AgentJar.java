package dev.statusmonitor.gateway.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The agent's jar on disk and its checksum, which is computed once: the file of a build does not change.
 *
 * @param file where it is
 * @param length its bytes
 * @param sha256 its SHA-256, 64 lower-case digits
 */
record AgentJar(Path file, long length, String sha256) {
    /** @throws UncheckedIOException where it cannot be read */
    static AgentJar read(Path file) {
        try (InputStream in = Files.newInputStream(file);
                var digest = new DigestOutputStream(OutputStream.nullOutputStream(), digest())) {
            long length = in.transferTo(digest);
            return new AgentJar(
                    file,
                    length,
                    HexFormat.of().formatHex(digest.getMessageDigest().digest()));
        } catch (IOException e) {
            throw new UncheckedIOException("the agent's jar " + file + " cannot be read", e);
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java lacks SHA-256", e);
        }
    }

    /** As {@code sha256sum --check} reads it. */
    String checksumLine() {
        return sha256 + "  " + AgentRoute.NAME + "\n";
    }
}
