package dev.statusmonitor.embedded.redis;

import dev.statusmonitor.embedded.Credentials;
import dev.statusmonitor.embedded.FreePorts;
import dev.statusmonitor.embedded.StartFailure;
import dev.statusmonitor.embedded.StartFailure.Reason;
import dev.statusmonitor.embedded.file.OwnerOnly;
import dev.statusmonitor.embedded.process.PidFile;
import dev.statusmonitor.embedded.process.ProcessIdentity;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Redis server as a child process: a bounded cache that keeps nothing on disk, listens on loopback alone and
 * asks for a password, which stands in a file that only its owner may read and never on the command line.
 */
public final class EmbeddedRedis implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedRedis.class);
    private static final int ATTEMPTS = 4;
    private static final Duration READY = Duration.ofSeconds(10);
    private static final Duration GRACE = Duration.ofSeconds(3);
    private static final Duration PING = Duration.ofSeconds(1);
    private static final String USER = "default";

    private final Settings settings;
    private final RedisProgram program;
    private final int port;
    private final Process process;
    private final ProcessIdentity identity;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedRedis(
            Settings settings, RedisProgram program, int port, Process process, ProcessIdentity identity) {
        this.settings = settings;
        this.program = program;
        this.port = port;
        this.process = process;
        this.identity = identity;
    }

    /**
     * How to start a server.
     *
     * @param folder for its configuration, its last words and its process id; made when missing
     * @param password what clients sign on with, of the URL-safe Base64 alphabet; {@link #newPassword} makes one
     * @param port to listen on; 0 picks a free one
     * @param maxMemoryBytes how much it may hold; at most that, keys that expire make room for new ones
     * @param searchPath folders in which an installed redis-server is looked for before the bundled one is taken
     */
    public record Settings(Path folder, String password, int port, long maxMemoryBytes, List<Path> searchPath) {
        private static final long MAX_MEMORY = 64L << 20;

        public Settings {
            folder = folder.toAbsolutePath();
            password = new Credentials(USER, password).password();
            searchPath = List.copyOf(searchPath);
        }

        /** A free port, 64 MiB, the folders of PATH. */
        public Settings(Path folder, String password) {
            this(folder, password, 0, MAX_MEMORY, RedisProgram.searchPath());
        }

        /** The same with this port. */
        public Settings withPort(int listen) {
            return new Settings(folder, password, listen, maxMemoryBytes, searchPath);
        }

        /** The same, looking for an installed redis-server in these folders alone. */
        public Settings withSearchPath(List<Path> folders) {
            return new Settings(folder, password, port, maxMemoryBytes, folders);
        }

        @Override
        public String toString() {
            return "Settings[" + folder + ", port " + port + "]";
        }
    }

    /** A fresh random password. */
    public static String newPassword() {
        return Credentials.random(USER).password();
    }

    /**
     * Ends the server that a killed run left in this folder.
     *
     * @return whether there was one
     * @throws IllegalStateException when it could not be ended
     */
    public static boolean stopLeftover(Path folder) {
        return pidFile(folder.toAbsolutePath()).stopLeftover(GRACE);
    }

    /**
     * Starts a server, after ending one that a killed run left in the folder, and returns when it answers.
     *
     * @throws StartFailure with a sentence that says why it did not start; nothing is left running then
     */
    public static EmbeddedRedis start(Settings settings) {
        Path folder = settings.folder();
        try {
            OwnerOnly.createFolder(folder);
            stopLeftover(folder);
            RedisProgram program = RedisProgram.find(settings.searchPath(), folder);
            for (int attempt = 1; ; attempt++) {
                int port = settings.port() == 0 ? FreePorts.pick() : settings.port();
                try {
                    return startOnce(settings, program, port);
                } catch (StartFailure e) {
                    if (e.reason() != Reason.PORT_TAKEN || settings.port() != 0 || attempt == ATTEMPTS) {
                        throw e;
                    }
                }
            }
        } catch (IOException e) {
            throw new StartFailure(
                    Reason.FOLDER_NOT_WRITABLE,
                    "Redis' folder %s cannot be written (%s): give this user the right to write there."
                            .formatted(folder, e.getClass().getSimpleName()),
                    e);
        }
    }

    private static EmbeddedRedis startOnce(Settings settings, RedisProgram program, int port) throws IOException {
        Path folder = settings.folder();

        OwnerOnly.write(config(folder), RedisConfig.text(folder, port, settings.password(), settings.maxMemoryBytes()));
        OwnerOnly.write(output(folder), "");
        Process process = launch(program, folder);
        var started = false;
        try {
            process.getOutputStream().close();
            ProcessIdentity identity = pidFile(folder).write(process);
            awaitReady(settings, port, process);
            started = true;
            log.info(
                    "Redis {} started from {} as process {}", program.version().text(), program.path(), identity.pid());
            return new EmbeddedRedis(settings, program, port, process, identity);
        } finally {
            if (!started) {
                process.destroyForcibly();
                pidFile(folder).delete();
            }
        }
    }

    private static Process launch(RedisProgram program, Path folder) {
        try {
            return new ProcessBuilder(program.path().toString(), config(folder).toString())
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(output(folder).toFile()))
                    .start();
        } catch (IOException e) {
            throw new StartFailure(Reason.OTHER, "Redis (%s) could not be run.".formatted(program.path()), e);
        }
    }

    private static void awaitReady(Settings settings, int port, Process process) throws IOException {
        long deadline = System.nanoTime() + READY.toNanos();
        while (!RedisPing.answers(port, settings.password(), PING) || !process.isAlive()) {
            if (!process.isAlive()) {
                throw ended(settings, port);
            }
            if (System.nanoTime() > deadline) {
                throw new StartFailure(
                        Reason.OTHER, "Redis did not answer within %d seconds.".formatted(READY.toSeconds()), null);
            }
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StartFailure(Reason.OTHER, "Starting Redis was interrupted.", e);
            }
        }
    }

    private static StartFailure ended(Settings settings, int port) throws IOException {
        String said = Files.readString(output(settings.folder()), StandardCharsets.UTF_8);
        if (said.contains("Address already in use")) {
            return new StartFailure(
                    Reason.PORT_TAKEN,
                    "Redis cannot listen on port %d of 127.0.0.1: another program does. Stop it or choose another port."
                            .formatted(port),
                    null);
        }
        String last = said.lines().filter(line -> !line.isBlank()).reduce("", (before, line) -> line);
        return new StartFailure(Reason.OTHER, "Redis did not start: " + last.strip(), null);
    }

    /** Where clients find it; {@code redis://default:PASSWORD@127.0.0.1:PORT}: a secret. */
    public URI uri() {
        return URI.create("redis://%s:%s@127.0.0.1:%d".formatted(USER, settings.password(), port));
    }

    /** The port on loopback. */
    public int port() {
        return port;
    }

    /** The process, with its start. */
    public ProcessIdentity process() {
        return identity;
    }

    /** The process id. */
    public long pid() {
        return process.pid();
    }

    /** Completed with the exit code when the process has ended, for whatever reason. */
    public CompletableFuture<Integer> onEnd() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** The program that runs and its version, as text. */
    public String program() {
        return program.path() + " " + program.version().text();
    }

    /** Whether the process runs and answers. Blocks for at most a second. */
    public boolean isAlive() {
        return process.isAlive() && RedisPing.answers(port, settings.password(), PING);
    }

    /** Ends the server and returns when it is gone. Closing twice does nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            if (identity.isAlive()) {
                PidFile.end(identity, GRACE);
            }
            pidFile(settings.folder()).delete();
        }
    }

    private static PidFile pidFile(Path folder) {
        return new PidFile(folder.resolve("redis.pid"));
    }

    private static Path config(Path folder) {
        return folder.resolve("redis.conf");
    }

    private static Path output(Path folder) {
        return folder.resolve("redis.log");
    }
}
