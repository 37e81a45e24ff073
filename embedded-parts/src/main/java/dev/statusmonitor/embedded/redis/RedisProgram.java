package dev.statusmonitor.embedded.redis;

import dev.statusmonitor.embedded.StartFailure;
import dev.statusmonitor.embedded.StartFailure.Reason;
import dev.statusmonitor.embedded.file.OwnerOnly;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/**
 * A redis-server that runs on this machine.
 *
 * @param path the program
 * @param version what it said
 */
record RedisProgram(Path path, RedisVersion version) {
    private static final Logger log = LoggerFactory.getLogger(RedisProgram.class);
    private static final int ANSWER_SECONDS = 5;

    /**
     * The first that runs: redis-server on the path, else the one that comes with us, unpacked into the folder.
     *
     * @throws StartFailure when none runs
     */
    static RedisProgram find(List<Path> searchPath, Path folder) {
        var tried = new ArrayList<String>();
        for (Path directory : searchPath) {
            Path candidate = directory.resolve(fileName());
            if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
                Optional<RedisProgram> program = tryOut(candidate, tried);
                if (program.isPresent()) {
                    return program.get();
                }
            }
        }
        return bundled(folder, tried)
                .flatMap(path -> tryOut(path, tried))
                .orElseThrow(() -> new StartFailure(
                        Reason.NOT_INSTALLED,
                        "No Redis runs on this machine%s: install redis-server, version 6 or later."
                                .formatted(tried.isEmpty() ? "" : " (" + String.join("; ", tried) + ")"),
                        null));
    }

    static List<Path> searchPath() {
        return Arrays.stream(
                        Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .filter(entry -> !entry.isBlank())
                .map(Path::of)
                .toList();
    }

    private static String fileName() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows")
                ? "redis-server.exe"
                : "redis-server";
    }

    /** Asks for the version: a program for another processor or with a library missing cannot answer. */
    private static Optional<RedisProgram> tryOut(Path candidate, List<String> tried) {
        try {
            Process process = new ProcessBuilder(candidate.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                tried.add(candidate + " does not answer");
                return Optional.empty();
            }
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Optional<RedisVersion> version = RedisVersion.parse(answer);
            if (process.exitValue() != 0 || version.isEmpty()) {
                tried.add(candidate + " does not run");
                log.info("{} does not run here: {}", candidate, answer.strip());
                return Optional.empty();
            }
            if (!version.get().isUsable()) {
                tried.add(candidate + " is version " + version.get().text());
                return Optional.empty();
            }
            return version.map(found -> new RedisProgram(candidate, found));
        } catch (IOException e) {
            tried.add(candidate + " does not run");
            log.info("{} does not run here: {}", candidate, e.toString());
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Unpacks the program that comes with us, once; empty when there is none for this machine. */
    private static Optional<Path> bundled(Path folder, List<String> tried) {
        try {
            String resource = ExecutableProvider.newProvidedVersionsMap().get(OsArchitecture.detectOSandArchitecture());
            if (resource == null) {
                return Optional.empty();
            }
            String name = Path.of(resource).getFileName().toString();
            Path program = OwnerOnly.createFolder(folder).resolve(name);
            if (!Files.exists(program)) {
                unpack(resource, program);
            }
            return Optional.of(program);
        } catch (IOException | RuntimeException e) {
            tried.add("the one that comes with StatusMonitor could not be unpacked");
            log.info("The bundled redis-server could not be unpacked", e);
            return Optional.empty();
        }
    }

    private static void unpack(String resource, Path program) throws IOException {
        Path draft = Files.createTempFile(program.getParent(), ".redis", ".new");
        try {
            try (InputStream in = ExecutableProvider.class.getResourceAsStream(resource)) {
                if (in == null) {
                    throw new IOException("no resource " + resource);
                }
                Files.copy(in, draft, StandardCopyOption.REPLACE_EXISTING);
            }
            if (!draft.toFile().setExecutable(true, true)) {
                throw new IOException("no right to run programs in " + program.getParent());
            }
            try {
                Files.move(draft, program, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(draft, program, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
