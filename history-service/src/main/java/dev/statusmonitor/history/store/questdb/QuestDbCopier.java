package dev.statusmonitor.history.store.questdb;

import dev.statusmonitor.history.store.StoreCopier;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Copies by a checkpoint of QuestDB's: it keeps what each table is made of at one moment, and the files of that. Rows
 * are appended meanwhile, beyond what the checkpoint knows of; who opens the copy goes back to the checkpoint. Nobody
 * writes at the moment itself, so that no sample is in it without the list of its names. Compacting and taking out
 * hosts wait until the files are read: the one moves rows from table to table, and of the other's old files those that
 * a checkpoint holds would stay behind for good.
 */
final class QuestDbCopier implements StoreCopier {
    private final QuestDb questDb;
    private final Path folder;
    private final Path progress;
    private final QuestDbSampleWriter samples;
    private final QuestDbWindowWriter windows;
    private final ReentrantLock blocks;

    /**
     * @param folder the store's
     * @param progress the file that tells how far rolling up has come
     * @param blocks who has it may write to tables of blocks
     */
    QuestDbCopier(
            QuestDb questDb,
            Path folder,
            Path progress,
            QuestDbSampleWriter samples,
            QuestDbWindowWriter windows,
            ReentrantLock blocks) {
        this.questDb = questDb;
        this.folder = folder;
        this.progress = progress;
        this.samples = samples;
        this.windows = windows;
        this.blocks = blocks;
    }

    @Override
    public void copy(Use use) throws IOException {
        blocks.lock();
        try {
            Path before = folder.resolve(progress.getFileName() + ".copy");
            boolean rolledUp = Files.exists(progress);
            if (rolledUp) {
                // As it was before the moment: what was rolled up since is rolled up once more, which changes nothing.
                Files.write(before, Files.readAllBytes(progress));
            }
            windows.without(() -> samples.without(questDb::beginCheckpoint));
            try {
                var files = new ArrayList<StoreFile>();
                if (rolledUp) {
                    files.add(new StoreFile(progress.getFileName().toString(), before, Files.size(before)));
                }
                add(files, folder.resolve(QuestDb.CHECKPOINT));
                add(files, folder.resolve(QuestDb.TABLES));
                files.add(new StoreFile(QuestDb.RESTORE, null, 0));
                use.of(List.copyOf(files));
            } finally {
                questDb.endCheckpoint();
                Files.deleteIfExists(before);
            }
        } finally {
            blocks.unlock();
        }
    }

    private void add(List<StoreFile> files, Path from) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    files.add(new StoreFile(name(file), file, attributes.size()));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                // An old partition that was just removed.
                if (Files.exists(file)) {
                    throw failure;
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private String name(Path file) {
        return folder.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
    }
}
