package dev.statusmonitor.standalone.backup;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a backup: a ZIP file of {@code manifest.json}, the files under {@code data/}, and last {@code SHA256SUMS},
 * which sha256sum can check too. One without the last is not whole.
 */
final class ArchiveWriter implements AutoCloseable {
    static final String MANIFEST = "manifest.json";
    static final String DATA = "data/";
    static final String SUMS = "SHA256SUMS";

    private static final int BUFFER = 1 << 16;

    private final ZipOutputStream zip;
    private final StringBuilder sums = new StringBuilder();
    private final byte[] buffer = new byte[BUFFER];

    ArchiveWriter(OutputStream out, Manifest manifest) throws IOException {
        zip = new ZipOutputStream(new Unclosed(out), StandardCharsets.UTF_8);
        zip.setLevel(Deflater.BEST_SPEED);
        entry(MANIFEST, manifest.json().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Adds a file of the data folder, or nothing where it has gone.
     *
     * @param name below the data folder
     * @param size how much of it is wanted at most: it may be growing
     */
    void file(String name, Path path, long size) throws IOException {
        try (InputStream bytes = Files.newInputStream(path)) {
            zip.putNextEntry(new ZipEntry(DATA + name));
            MessageDigest digest = sha256();
            long left = size;
            while (left > 0) {
                int read = bytes.read(buffer, 0, (int) Math.min(BUFFER, left));
                if (read < 0) {
                    break;
                }
                digest.update(buffer, 0, read);
                zip.write(buffer, 0, read);
                left -= read;
            }
            zip.closeEntry();
            sum(DATA + name, digest);
        } catch (NoSuchFileException e) {
            // Between listing and reading: nothing needs it.
            return;
        }
    }

    /** Adds an empty file. */
    void empty(String name) throws IOException {
        entry(DATA + name, new byte[0]);
    }

    /** Ends the backup; the stream beneath stays open. */
    void finish() throws IOException {
        zip.putNextEntry(new ZipEntry(SUMS));
        zip.write(sums.toString().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
        zip.finish();
        zip.flush();
    }

    /** Lets go of memory; without {@link #finish} before, the backup is not whole. */
    @Override
    public void close() throws IOException {
        zip.close();
    }

    private void entry(String name, byte[] bytes) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(bytes);
        zip.closeEntry();
        MessageDigest digest = sha256();
        digest.update(bytes);
        sum(name, digest);
    }

    private void sum(String name, MessageDigest digest) {
        sums.append(HexFormat.of().formatHex(digest.digest()))
                .append("  ")
                .append(name)
                .append('\n');
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java lacks SHA-256", e);
        }
    }

    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
