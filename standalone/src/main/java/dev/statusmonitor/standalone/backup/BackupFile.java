package dev.statusmonitor.standalone.backup;

import dev.statusmonitor.embedded.file.OwnerOnly;
import dev.statusmonitor.standalone.console.Refusal;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The file that a backup becomes: under another name until it is whole and was read back, and readable by its owner
 * alone from its first byte on.
 */
final class BackupFile implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final Path draft;

    private BackupFile(Path file, Path draft) {
        this.file = file;
        this.draft = draft;
    }

    /** @throws Refusal where there is such a file already */
    static BackupFile create(Path given) throws IOException {
        Path file = given.toAbsolutePath().normalize();
        if (Files.exists(file)) {
            throw new Refusal("%s is there already. Choose another name, or move it away.".formatted(file));
        }
        Path folder = file.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new Refusal("The folder of %s is not there. Make it first.".formatted(file));
        }
        Path draft = file.resolveSibling(file.getFileName() + ".part");
        try {
            return new BackupFile(file, OwnerOnly.createFile(draft));
        } catch (FileAlreadyExistsException e) {
            throw new Refusal(
                    "%s is there: another backup is being made, or one was cut short. In the latter case delete it."
                            .formatted(draft),
                    e);
        }
    }

    /** Writes a backup. */
    @FunctionalInterface
    interface Source {
        void write(OutputStream out) throws IOException;
    }

    /** Takes what comes, and checks it as it comes. */
    Manifest receive(InputStream in, Progress progress) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(draft), BUFFER)) {
            var both = new Tee(new BufferedInputStream(in, BUFFER), out);
            Manifest manifest = check(both, progress);
            // After the last file comes the list of all.
            both.transferTo(OutputStream.nullOutputStream());
            return manifest;
        }
    }

    /** Writes it, and reads it back. */
    Manifest write(Source source, Progress progress) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(draft), BUFFER)) {
            source.write(out);
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(draft), BUFFER)) {
            return check(in, progress);
        }
    }

    private static Manifest check(InputStream in, Progress progress) throws IOException {
        var archive = new ArchiveReader(in);
        long total = archive.manifest().bytes();
        var buffer = new byte[BUFFER];
        archive.forEach((name, bytes) -> {
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                progress.add(read, total);
            }
        });
        return archive.manifest();
    }

    /** It is whole: gives it its name, once it is on the disk. */
    void keep() throws IOException {
        try (var channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(draft, file);
    }

    /** Deletes what was not kept. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(draft);
    }

    /** Whatever is read from it is written as well. */
    private static final class Tee extends FilterInputStream {
        private final OutputStream out;

        Tee(InputStream in, OutputStream out) {
            super(in);
            this.out = out;
        }

        @Override
        public int read() throws IOException {
            int read = in.read();
            if (read >= 0) {
                out.write(read);
            }
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = in.read(bytes, offset, length);
            if (read > 0) {
                out.write(bytes, offset, read);
            }
            return read;
        }

        @Override
        public long skip(long count) throws IOException {
            return readNBytes((int) Math.min(BUFFER, count)).length;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
