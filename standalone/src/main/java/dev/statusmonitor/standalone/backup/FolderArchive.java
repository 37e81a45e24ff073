package dev.statusmonitor.standalone.backup;

import dev.statusmonitor.embedded.file.OwnerOnly;
import dev.statusmonitor.history.store.StoreCopier;
import dev.statusmonitor.history.store.StoreCopier.StoreFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a data folder as a backup. */
final class FolderArchive {
    private final Path folder;
    private final boolean running;
    private final String history;

    /**
     * @param running whether a platform uses it now
     * @param history the store that the history is in
     */
    FolderArchive(Path folder, boolean running, String history) {
        this.folder = folder;
        this.running = running;
        this.history = history;
    }

    /**
     * Writes it.
     *
     * @param copier gives the history's files of a platform that runs; null where they lie still, or are elsewhere
     */
    void write(OutputStream out, @Nullable StoreCopier copier, Instant now) throws IOException {
        if (copier == null) {
            write(out, List.of(), now);
        } else {
            copier.copy(files -> write(out, files, now));
        }
    }

    private void write(OutputStream out, List<StoreFile> store, Instant now) throws IOException {
        List<FolderContents.Found> files = FolderContents.list(folder, running);
        long bytes = files.stream().mapToLong(FolderContents.Found::size).sum()
                + store.stream().mapToLong(StoreFile::size).sum();
        for (String database : FolderContents.DATABASES) {
            Path file = folder.resolve(database);
            bytes += Files.exists(file) ? Files.size(file) : 0;
        }
        try (var archive = new ArchiveWriter(out, Manifest.of(now, running, history, bytes))) {
            for (FolderContents.Found file : files) {
                archive.file(file.name(), file.path(), file.size());
            }
            for (StoreFile file : store) {
                String name = FolderContents.HISTORY + "/" + file.name();
                if (file.path() == null) {
                    archive.empty(name);
                } else {
                    archive.file(name, file.path(), file.size());
                }
            }
            for (String database : FolderContents.DATABASES) {
                addDatabase(archive, database);
            }
            archive.finish();
        }
    }

    private void addDatabase(ArchiveWriter archive, String name) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            return;
        }
        Path copy = OwnerOnly.createFolder(folder.resolve("tmp")).resolve("backup-" + file.getFileName());
        try {
            DatabaseCopy.copy(file, copy);
            archive.file(name, copy, Files.size(copy));
        } finally {
            Files.deleteIfExists(copy);
        }
    }
}
