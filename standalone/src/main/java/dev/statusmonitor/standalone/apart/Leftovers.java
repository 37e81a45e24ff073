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

    private Leftovers() {}

    /** Ends all of it at once, the services before the servers that they write to. */
    public static void stop(Plan plan) {
        Path folder = plan.folder().resolve("pids");
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
