package dev.statusmonitor.standalone.backup;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What of a data folder is worth keeping. */
final class FolderContents {
    /** The databases, which are copied by SQLite itself; the accounts last, so that they know whatever else speaks of. */
    static final List<String> DATABASES = List.of("alerts/alerts.db", "auth/auth.db");

    /** The folder of the embedded history. */
    static final String HISTORY = "history/questdb";

    /** What the next start makes anew; Redis has nothing that auth-service does not tell it again. */
    private static final Set<String> NEVER = Set.of(
            "lock",
            "tmp",
            "logs",
            "redis",
            HISTORY + "/native",
            HISTORY + "/lock",
            HISTORY + "/.checkpoint",
            HISTORY + "/rolled-up.copy");

    /**
     * Of a platform that runs, what copies itself, and the sign that it runs. All hosts are told of to an empty Kafka
     * at the next start, and the samples in it are in the stores.
     */
    private static final Set<String> NOT_WHILE_IT_RUNS = Set.of("kafka", HISTORY, "history/running");

    private FolderContents() {}

    /**
     * One file.
     *
     * @param name below the data folder, with {@code /} between its parts
     * @param size in bytes
     */
    record Found(String name, Path path, long size) {}

    /** The files, without databases. */
    static List<Found> list(Path folder, boolean running) throws IOException {
        var found = new ArrayList<Found>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
                return isLeftOut(name(folder, visited), running)
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = name(folder, file);
                if (attributes.isRegularFile() && !isLeftOut(name, running)) {
                    found.add(new Found(name, file, attributes.size()));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (Files.exists(file)) {
                    throw failure;
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    private static boolean isLeftOut(String name, boolean running) {
        return NEVER.contains(name)
                || (running && NOT_WHILE_IT_RUNS.contains(name))
                || name.endsWith(".pid")
                || DATABASES.stream().anyMatch(name::startsWith);
    }

    private static String name(Path folder, Path file) {
        return folder.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
    }
}
