package dev.statusmonitor.standalone.apart;

import dev.statusmonitor.embedded.process.PidFile;
import dev.statusmonitor.standalone.console.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** What a run that was killed left behind. */
public final class Leftovers {
    private static final Duration GRACE = Duration.ofSeconds(8);

    /** Where the files that remember the processes are, in the data folder. */
    public static final String FOLDER = "pids";

    private Leftovers() {}

    /** Whether services were apart in this data folder. */
    public static boolean mayBeIn(Path data) {
        return Files.isDirectory(data.resolve(FOLDER));
    }

    /**
     * Ends all of it at once, the services before the servers that they write to.
     *
     * @param folder with the files that remember them
     */
    public static void stop(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all =
                    files.filter(file -> file.toString().endsWith(".pid")).toList();
            stop(all.stream().filter(Leftovers::isService).toList());
            stop(all.stream().filter(file -> !isService(file)).toList());
        } catch (IOException e) {
            throw new Refusal("The folder %s cannot be read (%s).".formatted(folder, e.getMessage()), e);
        }
    }

    private static boolean isService(Path file) {
        return Plan.SERVICES.keySet().stream()
                .anyMatch(service -> file.getFileName().toString().startsWith(service + "-"));
    }

    private static void stop(List<Path> files) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            files.stream()
                    .map(file -> CompletableFuture.runAsync(() -> new PidFile(file).stopLeftover(GRACE), threads))
                    .toList()
                    .forEach(CompletableFuture::join);
        }
    }
}
