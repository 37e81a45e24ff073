package dev.statusmonitor.embedded.postgres;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds where the programs of PostgreSQL are. */
final class PostgresPrograms {
    private PostgresPrograms() {}

    /** Their folder, the newest version where there are several. */
    static Optional<Path> find() {
        Stream<Path> path = Arrays.stream(
                        Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .filter(entry -> !entry.isBlank())
                .map(Path::of);
        Stream<Path> packages = Stream.of(
                        "/usr/lib/postgresql", "/usr/local/lib/postgresql", "/opt/homebrew/opt", "/usr")
                .map(Path::of)
                .flatMap(PostgresPrograms::versions);
        return Stream.concat(path, packages)
                .filter(bin ->
                        Stream.of("initdb", "postgres").allMatch(program -> Files.isExecutable(bin.resolve(program))))
                .findFirst();
    }

    private static Stream<Path> versions(Path parent) {
        try (Stream<Path> children = Files.list(parent)) {
            return children
                    .filter(child -> child.getFileName().toString().matches("(postgresql@|pgsql-)?\\d+"))
                    .sorted(Comparator.comparingInt(PostgresPrograms::version).reversed())
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
}
