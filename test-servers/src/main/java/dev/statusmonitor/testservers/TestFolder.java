package dev.statusmonitor.testservers;

import dev.statusmonitor.embedded.process.PidFile;
import dev.statusmonitor.embedded.process.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A temporary folder for each test JVM. A JVM that was killed leaves its folder and its servers behind; the next one
 * ends and deletes them.
 */
final class TestFolder {
    private static final Duration GRACE = Duration.ofSeconds(2);

    private TestFolder() {}

    private static final class Holder {
        static final Path FOLDER = create();
    }

    /** A new folder for one server in this JVM's folder. */
    static Path of(String server) {
        try {
            return Files.createDirectory(Holder.FOLDER.resolve(server));
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for the test server " + server, e);
        }
    }

    private static Path create() {
        try {
            Path all = Files.createDirectories(Path.of(
                    System.getProperty("java.io.tmpdir"), "statusmonitor-tests-" + System.getProperty("user.name")));
            sweep(all);
            ProcessIdentity self = ProcessIdentity.self();
            Path own = all.resolve(Unique.name(Long.toString(self.pid())));
            Files.createDirectory(own);
            Files.writeString(own.resolve("owner"), self.pid() + " " + self.start());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> AtEnd.run(() -> delete(own)), "test-servers"));
            return own;
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary folder for the test servers", e);
        }
    }

    private static void sweep(Path all) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(all)) {
            for (Path folder : folders) {
                Path owner = folder.resolve("owner");
                // A folder without an owner may be one that another JVM is just making.
                if (Files.exists(owner) && new PidFile(owner).running().isEmpty()) {
                    endServers(folder);
                    delete(folder);
                }
            }
        }
    }

    private static void endServers(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder, 2)) {
            files.filter(file -> file.toString().endsWith(".pid"))
                    .forEach(file -> new PidFile(file).stopLeftover(GRACE));
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                var ignored = file.toFile().delete();
            });
        } catch (IOException | UncheckedIOException e) {
            System.err.println("Could not delete " + folder + ": " + e);
        }
    }
}
