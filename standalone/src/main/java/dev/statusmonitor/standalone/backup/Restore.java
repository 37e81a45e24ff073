package dev.statusmonitor.standalone.backup;

import dev.statusmonitor.embedded.file.OwnerOnly;
import dev.statusmonitor.standalone.console.Console;
import dev.statusmonitor.standalone.console.Refusal;
import dev.statusmonitor.standalone.data.DataFolder;
import dev.statusmonitor.standalone.data.DiskSpace;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * Makes a data folder out of a backup. Everything is unpacked into a folder inside of it and checked; only then it goes
 * to its place, and last the file that makes the folder StatusMonitor's. So one that was cut short starts nothing.
 */
final class Restore {
    private static final String UNPACKING = ".restoring";
    private static final int BUFFER = 1 << 16;
    private static final DateTimeFormatter ASIDE =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss").withZone(ZoneOffset.UTC);

    private final Path data;
    private final Console console;

    Restore(Path data, Console console) {
        this.data = data;
        this.console = console;
    }

    /**
     * Restores.
     *
     * @param replace whether data that is there may be moved aside
     * @throws Refusal where it may not, where a platform uses it, or where the backup is no good; then all is as before
     */
    Manifest from(Path file, boolean replace) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
            var archive = new ArchiveReader(in);
            Manifest manifest = archive.manifest();
            console.say("%s is a backup of %s, made by StatusMonitor %s: %s."
                    .formatted(file, manifest.madeAt(), manifest.version(), DiskSpace.amount(manifest.bytes())));
            boolean occupied = isOccupied();
            if (occupied && !replace) {
                throw new Refusal(
                        "%s is not empty. Restore into another folder (--data DIR), or say --replace, which moves aside what is there."
                                .formatted(data));
            }
            if (occupied && Files.exists(data.resolve(DataFolder.FORMAT_FILE))) {
                // Refuses while a platform uses it.
                DataFolder.open(data).close();
            }
            OwnerOnly.createFolder(data);
            Path unpacking = data.resolve(UNPACKING);
            FileSystemUtils.deleteRecursively(unpacking);
            OwnerOnly.createFolder(unpacking);
            try {
                checkRoom(manifest.bytes());
                unpack(archive, unpacking);
                if (!Files.exists(unpacking.resolve(DataFolder.FORMAT_FILE))) {
                    throw new Refusal("The backup is damaged: it has no data folder in it. Take another one.");
                }
                if (occupied) {
                    moveAside();
                }
                giveToOwner(unpacking);
                moveIn(unpacking);
            } finally {
                FileSystemUtils.deleteRecursively(unpacking);
            }
            return manifest;
        }
    }

    private boolean isOccupied() throws IOException {
        if (!Files.exists(data)) {
            return false;
        }
        try (Stream<Path> children = Files.list(data)) {
            return children.map(child -> child.getFileName().toString())
                    .anyMatch(name -> !name.equals(UNPACKING) && !name.equals("lost+found"));
        }
    }

    private void checkRoom(long bytes) throws IOException {
        DiskSpace space = DiskSpace.of(data);
        if (space.usable() - bytes < DiskSpace.FLOOR) {
            throw new Refusal("The disk of %s has %s left, and the data takes %s. Make room, or choose another disk."
                    .formatted(data, space, DiskSpace.amount(bytes)));
        }
    }

    private void unpack(ArchiveReader archive, Path into) throws IOException {
        var progress = new Progress(console);
        long total = archive.manifest().bytes();
        var buffer = new byte[BUFFER];
        archive.forEach((name, bytes) -> {
            Path file = into.resolve(name);
            Path parent = file.getParent();
            if (parent != null) {
                OwnerOnly.createFolder(parent);
            }
            try (OutputStream out = Files.newOutputStream(OwnerOnly.createFile(file))) {
                for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                    out.write(buffer, 0, read);
                    progress.add(read, total);
                }
            }
        });
    }

    private void moveAside() throws IOException {
        Path aside = data.resolveSibling(data.getFileName() + ".before-" + ASIDE.format(Instant.now()));
        OwnerOnly.createFolder(aside);
        for (Path child : children(data)) {
            if (!child.endsWith(UNPACKING) && !child.endsWith("lost+found")) {
                Files.move(child, aside.resolve(child.getFileName()));
            }
        }
        console.say("What was in %s is in %s now.".formatted(data, aside));
    }

    private void moveIn(Path unpacking) throws IOException {
        for (Path child : children(unpacking)) {
            if (!child.endsWith(DataFolder.FORMAT_FILE)) {
                Files.move(child, data.resolve(child.getFileName()));
            }
        }
        Files.move(unpacking.resolve(DataFolder.FORMAT_FILE), data.resolve(DataFolder.FORMAT_FILE));
    }

    /** Root, who restores for a service's user, leaves that user's folder with what that user may read. */
    private void giveToOwner(Path unpacked) throws IOException {
        UserPrincipal owner = Files.getOwner(data);
        if (owner.equals(Files.getOwner(unpacked))) {
            return;
        }
        Files.walkFileTree(unpacked, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.setOwner(file, owner);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                Files.setOwner(folder, owner);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.toList();
        }
    }
}
