package dev.statusmonitor.gateway.agent;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
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
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A file that agents are installed by, and its checksum, which is computed once: the files of a build do not change.
 *
 * @param name what it is called, whatever its file is
 * @param type its media type
 * @param length its bytes
 * @param sha256 its SHA-256, 64 lower-case digits
 * @param source opens it
 */
record AgentFile(String name, String type, long length, String sha256, Source source) {
    /** Opens a file. */
    interface Source {
        InputStream open() throws IOException;
    }

    /** @throws UncheckedIOException where it cannot be read */
    static AgentFile of(Path file, String name, String type) {
        return read(name, type, () -> Files.newInputStream(file));
    }

    /**
     * An entry of a jar, kept in memory.
     *
     * @throws UncheckedIOException where it cannot be read, or is not there
     */
    static AgentFile entry(Path jar, String entry, String name, String type) {
        byte[] content;
        try (var zip = new ZipFile(jar.toFile())) {
            ZipEntry found = zip.getEntry(entry);
            if (found == null) {
                throw new FileNotFoundException(jar + " has no " + entry);
            }
            content = zip.getInputStream(found).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the agent's jar cannot be read", e);
        }
        return read(name, type, () -> new ByteArrayInputStream(content));
    }

    private static AgentFile read(String name, String type, Source source) {
        try (InputStream in = source.open();
                var digest = new DigestOutputStream(OutputStream.nullOutputStream(), digest())) {
            long length = in.transferTo(digest);
            String sha256 = HexFormat.of().formatHex(digest.getMessageDigest().digest());
            return new AgentFile(name, type, length, sha256, source);
        } catch (IOException e) {
            throw new UncheckedIOException("the agent's " + name + " cannot be read", e);
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
        return sha256 + "  " + name + "\n";
    }
}
