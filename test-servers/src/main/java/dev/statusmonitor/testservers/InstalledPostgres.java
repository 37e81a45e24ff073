package dev.statusmonitor.testservers;

import dev.statusmonitor.embedded.Credentials;
import dev.statusmonitor.embedded.FreePorts;
import dev.statusmonitor.embedded.file.OwnerOnly;
import dev.statusmonitor.embedded.process.ProcessIdentity;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** PostgreSQL as the system's packages installed it, on a data folder of its own. It refuses to run as root. */
final class InstalledPostgres implements PostgresServer {
    private static final String USER = "postgres";
    private static final int SECONDS = 60;

    private final Path programs;
    private final Path folder;
    private final int port;
    private final Credentials credentials;

    private InstalledPostgres(Path programs, Path folder, int port, Credentials credentials) {
        this.programs = programs;
        this.folder = folder;
        this.port = port;
        this.credentials = credentials;
    }

    /** The folder of its programs, the newest version where there are several. */
    static Optional<Path> find() {
        Stream<Path> path = Arrays.stream(
                        Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .filter(entry -> !entry.isBlank())
                .map(Path::of);
        Stream<Path> packages = Stream.of(
                        "/usr/lib/postgresql", "/usr/local/lib/postgresql", "/opt/homebrew/opt", "/usr")
                .map(Path::of)
                .flatMap(InstalledPostgres::versions);
        return Stream.concat(path, packages)
                .filter(bin -> Stream.of("initdb", "pg_ctl", "postgres")
                        .allMatch(program -> Files.isExecutable(bin.resolve(program))))
                .findFirst();
    }

    private static Stream<Path> versions(Path parent) {
        try (Stream<Path> children = Files.list(parent)) {
            return children
                    .filter(child -> child.getFileName().toString().matches("(postgresql@|pgsql-)?\\d+"))
                    .sorted(Comparator.comparingInt(InstalledPostgres::version).reversed())
                    .map(child -> child.resolve("bin"))
                    .toList()
                    .stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private static int version(Path folder) {
        return Integer.parseInt(folder.getFileName().toString().replaceAll("\\D", ""));
    }

    static PostgresServer start(Path programs) {
        Path folder = TestFolder.of("postgres");
        var server = new InstalledPostgres(programs, folder, FreePorts.pick(), Credentials.random("tests"));
        try {
            server.initialise();
            server.run(
                    "pg_ctl",
                    "-D",
                    server.data(),
                    "-w",
                    "-t",
                    Integer.toString(SECONDS),
                    "-l",
                    folder + "/log",
                    "-o",
                    "-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=200"
                            .formatted(server.port()),
                    "start");
            server.writePidFile();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not start", e);
        }
    }

    private void initialise() throws IOException {
        Path password = folder.resolve("password");
        OwnerOnly.write(password, credentials.password() + "\n");
        if (isRoot()) {
            var users = folder.getFileSystem().getUserPrincipalLookupService();
            Files.setOwner(folder, users.lookupPrincipalByName(USER));
            Files.setOwner(password, users.lookupPrincipalByName(USER));
        }
        run(
                "initdb",
                "-D",
                data(),
                "-U",
                credentials.user(),
                "--pwfile=" + password,
                "-A",
                "scram-sha-256",
                "-E",
                "UTF8",
                "--no-locale",
                "--no-sync");
    }

    private void writePidFile() throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(Path.of(data(), "postmaster.pid")).getFirst().strip());
        ProcessIdentity process = ProcessIdentity.of(pid)
                .orElseThrow(() -> new IOException("PostgreSQL ended as soon as it had started"));
        Files.writeString(folder.resolve("postgres.pid"), process.pid() + " " + process.start());
    }

    private void run(String program, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        if (isRoot()) {
            command.addAll(List.of("runuser", "-u", USER, "--"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("postgres", ".out");
        try {
            // To a file: the server inherits the output and would keep a pipe open.
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(SECONDS + 10, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(program + " failed: " + Files.readString(output, StandardCharsets.UTF_8));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(program + " was interrupted", e);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    @Override
    public String description() {
        return "installed server of " + programs + ", port " + port;
    }

    @Override
    public Credentials credentials() {
        return credentials;
    }

    @Override
    public String host() {
        return "127.0.0.1";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void close() throws IOException {
        run("pg_ctl", "-D", data(), "-m", "immediate", "stop");
    }
}
