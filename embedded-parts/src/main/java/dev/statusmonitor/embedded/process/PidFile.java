package dev.statusmonitor.embedded.process;

import dev.statusmonitor.embedded.file.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers a child process on disk, so that the next run can end what a killed run left behind. It ends a process
 * only when both its id and its start are those written down.
 */
public final class PidFile {
    private static final Logger log = LoggerFactory.getLogger(PidFile.class);
    private static final Duration POLL = Duration.ofMillis(20);

    private final Path file;

    public PidFile(Path file) {
        this.file = file;
    }

    /** Writes down a process that was just started. */
    public ProcessIdentity write(Process process) throws IOException {
        // A process that ended at once has no start to be read; its id alone matches nothing.
        ProcessIdentity identity =
                ProcessIdentity.of(process.pid()).orElseGet(() -> new ProcessIdentity(process.pid(), "gone"));
        OwnerOnly.write(file, identity.pid() + " " + identity.start() + "\n");
        return identity;
    }

    /** What is written down; empty when there is nothing or nothing readable. */
    public Optional<ProcessIdentity> read() {
        try {
            String[] words = Files.readString(file).strip().split(" ", 2);
            return words.length == 2
                    ? Optional.of(new ProcessIdentity(Long.parseLong(words[0]), words[1]))
                    : Optional.empty();
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The process that is written down, when it still runs. */
    public Optional<ProcessIdentity> running() {
        return read().filter(ProcessIdentity::isAlive);
    }

    /**
     * Ends the process that is written down, when it still runs: asks it first, kills it after the grace time, and
     * returns when it is gone.
     *
     * @return whether there was one
     * @throws IllegalStateException when it could not be ended
     */
    public boolean stopLeftover(Duration grace) {
        Optional<ProcessIdentity> leftover = running();
        leftover.ifPresent(identity -> {
            log.info("Ending process {}, which an earlier run left behind ({})", identity.pid(), file.getFileName());
            end(identity, grace);
        });
        delete();
        return leftover.isPresent();
    }

    /** Forgets the process. */
    public void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.warn("Could not delete {}: {}", file, e.toString());
        }
    }

    /**
     * Ends a process: asks it first, kills it after the grace time, and returns when it is gone.
     *
     * @throws IllegalStateException when it could not be ended
     */
    public static void end(ProcessIdentity identity, Duration grace) {
        identity.handle().ifPresent(ProcessHandle::destroy);
        // A halted process sees nothing but the kill.
        if (identity.isStopped() || !gone(identity, grace)) {
            identity.handle().ifPresent(ProcessHandle::destroyForcibly);
            if (!gone(identity, Duration.ofSeconds(5))) {
                throw new IllegalStateException(
                        "Process " + identity.pid() + ", left by an earlier run, could not be ended: end it by hand.");
            }
        }
    }

    private static boolean gone(ProcessIdentity identity, Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        while (identity.isAlive()) {
            Optional<ProcessHandle> handle = identity.handle();
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            try {
                // Children end this at once; for others the JDK polls, and a zombie would never end it: poll as well.
                if (handle.isPresent()) {
                    handle.get().onExit().get(Math.min(left, POLL.toNanos()), TimeUnit.NANOSECONDS);
                }
            } catch (TimeoutException e) {
                // Look again.
            } catch (ExecutionException e) {
                throw new IllegalStateException("Waiting for process " + identity.pid() + " failed", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return !identity.isAlive();
            }
        }
        return true;
    }
}
