package dev.statusmonitor.embedded.postgres;

import dev.statusmonitor.embedded.Credentials;
import dev.statusmonitor.embedded.StartFailure;
import dev.statusmonitor.embedded.file.OwnerOnly;
import dev.statusmonitor.embedded.process.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * PostgreSQL as the system's packages installed it, on a data folder of its own and on loopback alone. It refuses to run
 * as root, so root starts it as the user that its package made, who has to be able to reach the folder.
 */
public final class InstalledPostgres {
    /** The user that packages make. */
    public static final String USER = "postgres";

    private static final Duration READY = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private InstalledPostgres() {}

    /**
     * How to start it.
     *
     * @param programs where its programs are; {@link #find}
     * @param folder for its data; made when missing, the data on the first start
     * @param pidFile remembers its process
     * @param credentials of the one user that may do all
     * @param port on loopback
     * @param durable whether a commit is on disk when it is acknowledged; tests need not wait for that
     */
    public record Settings(
            Path programs, Path folder, Path pidFile, Credentials credentials, int port, boolean durable) {}

    /** The folder of its programs, the newest version where there are several. */
    public static Optional<Path> find() {
        return PostgresPrograms.find();
    }

    /** Ends what a killed run left. */
    public static void stopLeftover(Settings settings) {
        ServerProcess.stopLeftover(place(settings));
    }

    /**
     * Starts it, and returns when it takes connections.
     *
     * @throws StartFailure with a sentence that says why it did not start
     */
    public static ServerProcess start(Settings settings) {
        try {
            prepare(settings);
        } catch (IOException e) {
            throw new StartFailure(
                    StartFailure.Reason.FOLDER_NOT_WRITABLE,
                    "PostgreSQL's folder %s cannot be used: %s".formatted(settings.folder, e.getMessage()),
                    e);
        }
        var options = new ArrayList<>(List.of(
                "-D", data(settings).toString(),
                "-p", Integer.toString(settings.port),
                "-c", "listen_addresses=127.0.0.1",
                "-c", "unix_socket_directories=",
                "-c", "max_connections=200"));
        if (!settings.durable) {
            options.addAll(List.of("-c", "fsync=off"));
        }
        return ServerProcess.start(place(settings), command(settings, "postgres", options), Map.of())
                .awaitReady(() -> takesConnections(settings.port), READY);
    }

    private static ServerProcess.Place place(Settings settings) {
        return new ServerProcess.Place(
                "PostgreSQL", settings.folder, settings.pidFile, settings.folder.resolve("log"), GRACE);
    }

    private static Path data(Settings settings) {
        return settings.folder.resolve("data");
    }

    private static void prepare(Settings settings) throws IOException {
        Path folder = OwnerOnly.createFolder(settings.folder);
        if (isRoot()) {
            give(folder);
        }
        if (Files.exists(data(settings).resolve("PG_VERSION"))) {
            return;
        }
        Path password = folder.resolve("password");
        OwnerOnly.write(password, settings.credentials.password() + "\n");
        if (isRoot()) {
            give(password);
        }
        // Made beside and moved: a first start that is cut short leaves nothing that looks like a database.
        Path draft = folder.resolve("data.new");
        deleteAll(draft);
        initialise(settings, draft, password);
        Files.move(draft, data(settings));
        Files.delete(password);
    }

    private static void initialise(Settings settings, Path data, Path password) throws IOException {
        Path output = Files.createTempFile("postgres", ".out");
        try {
            var options = new ArrayList<>(List.of(
                    "-D",
                    data.toString(),
                    "-U",
                    settings.credentials.user(),
                    "--pwfile=" + password,
                    "-A",
                    "scram-sha-256",
                    "-E",
                    "UTF8",
                    "--no-locale"));
            if (!settings.durable) {
                options.add("--no-sync");
            }
            Process process = new ProcessBuilder(command(settings, "initdb", options))
                    .directory(settings.folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(READY.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("initdb failed: " + Files.readString(output, StandardCharsets.UTF_8));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("initdb was interrupted", e);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static List<String> command(Settings settings, String program, List<String> options) {
        var command = new ArrayList<String>();
        if (isRoot()) {
            // It becomes the program, as runuser does not: a signal reaches it, a kill -9 too.
            command.addAll(List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--init-groups", "--"));
        }
        command.add(settings.programs.resolve(program).toString());
        command.addAll(options);
        return command;
    }

    private static void give(Path path) throws IOException {
        Files.setOwner(
                path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(USER));
    }

    private static void deleteAll(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file :
                        files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** A server that is still recovering answers a start-up message by an error; it ends the wait as well as any other. */
    private static boolean takesConnections(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 500);
            socket.setSoTimeout(1_000);
            // SSLRequest: length 8, code 80877103. It is answered by one letter once the postmaster listens.
            socket.getOutputStream().write(new byte[] {0, 0, 0, 8, 4, (byte) 210, 22, 47});
            return socket.getInputStream().read() >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
