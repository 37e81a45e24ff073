package dev.statusmonitor.benchmarks.history;

import dev.statusmonitor.benchmarks.platform.CannotMeasureException;
import dev.statusmonitor.benchmarks.platform.Log;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;

/** Measures one store; prints a line for each figure on standard output. */
public final class HistoryProcess {
    private HistoryProcess() {}

    /** @param args the store, the size ({@code small}, {@code usual}, {@code long}), and a folder that is deleted */
    public static void main(String[] args) {
        PrintStream figures = System.out;
        // What libraries and test servers print is no figure.
        System.setOut(System.err);
        Path folder = Path.of(args[2]);
        HistorySize size = switch (args[1]) {
            case "small" -> HistorySize.SMALL;
            case "long" -> HistorySize.LONG;
            default -> HistorySize.USUAL;
        };
        int code = 0;
        try (BenchedStore store = BenchedStore.of(args[0], folder)) {
            new HistoryRun(store, size, Clock.systemUTC().instant(), (name, value, unit) -> {
                        figures.println("history." + args[0] + "." + name + " " + value + " " + unit);
                        figures.flush();
                    })
                    .run();
        } catch (CannotMeasureException e) {
            Log.say("The history on " + args[0] + " could not be measured: " + e.getMessage());
            code = 1;
        }
        try {
            delete(folder);
        } catch (IOException e) {
            Log.say("The folder " + folder + " could not be deleted: " + e.getMessage());
        }
        System.exit(code);
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                    Path each, java.io.@org.jspecify.annotations.Nullable IOException e) throws IOException {
                Files.deleteIfExists(each);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
