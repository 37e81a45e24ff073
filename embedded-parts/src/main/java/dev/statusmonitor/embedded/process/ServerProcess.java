package dev.statusmonitor.embedded.process;

import dev.statusmonitor.embedded.StartFailure;
import dev.statusmonitor.embedded.file.OwnerOnly;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * A child process that is remembered on disk: whoever is killed and comes again ends what was left of it. What it prints
 * goes to a file.
 */
public final class ServerProcess implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(25);

    private final Place place;
    private final Process process;
    private final ProcessIdentity identity;

    private ServerProcess(Place place, Process process, ProcessIdentity identity) {
        this.place = place;
        this.process = process;
        this.identity = identity;
    }

    /**
     * Where it lives.
     *
     * @param name as the beginning of a sentence
     * @param folder it works in; made by its owner
     * @param pidFile remembers it
     * @param output what it prints
     * @param grace between being asked to end and being killed
     */
    public record Place(String name, Path folder, Path pidFile, Path output, Duration grace) {}

    /** Ends what a killed run left; says whether there was something. */
    public static boolean stopLeftover(Place place) {
        return new PidFile(place.pidFile).stopLeftover(place.grace);
    }

    /**
     * Starts it, after ending one that a killed run left.
     *
     * @param environment added to this process's own
     * @throws StartFailure where it cannot be run
     */
    public static ServerProcess start(Place place, List<String> command, Map<String, String> environment) {
        stopLeftover(place);
        try {
            OwnerOnly.write(place.output, "");
            var builder = new ProcessBuilder(command)
                    .directory(place.folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(place.output.toFile()));
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            return new ServerProcess(place, process, new PidFile(place.pidFile).write(process));
        } catch (IOException e) {
            throw new StartFailure(
                    StartFailure.Reason.OTHER, "%s cannot be run (%s).".formatted(place.name, e.getMessage()), e);
        }
    }

    /**
     * Waits until it is ready.
     *
     * @throws StartFailure with its last words, where it ended or took longer; it is ended then
     */
    public ServerProcess awaitReady(BooleanSupplier ready, Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        try {
            while (!ready.getAsBoolean()) {
                if (!process.isAlive()) {
                    throw new StartFailure(
                            StartFailure.Reason.OTHER,
                            "%s ended as it started: %s".formatted(place.name, lastWords()),
                            null);
                }
                if (System.nanoTime() > deadline) {
                    close();
                    throw new StartFailure(
                            StartFailure.Reason.OTHER,
                            "%s was not ready within %d s: %s".formatted(place.name, within.toSeconds(), lastWords()),
                            null);
                }
                Thread.sleep(POLL);
            }
            return this;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new StartFailure(StartFailure.Reason.OTHER, "Starting was interrupted.", e);
        }
    }

    private String lastWords() {
        try {
            return Files.readString(place.output, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .reduce("it said nothing", (before, line) -> line)
                    .strip();
        } catch (IOException e) {
            return "what it said cannot be read";
        }
    }

    /** The process, with its start. */
    public ProcessIdentity identity() {
        return identity;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Completed with the exit code when it has ended, for whatever reason. */
    public CompletableFuture<Integer> onEnd() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** Ends it as {@code kill -9} does, and returns when it is gone. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Ends it and returns when it is gone. */
    @Override
    public void close() {
        if (identity.isAlive()) {
            PidFile.end(identity, place.grace);
        }
        new PidFile(place.pidFile).delete();
    }
}
