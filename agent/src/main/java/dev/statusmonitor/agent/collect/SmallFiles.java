package dev.statusmonitor.agent.collect;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Files of a line or two, such as those of {@code /sys}, of which any may be gone the next moment. */
final class SmallFiles {
    private SmallFiles() {}

    /** A file's text; null where it can't be read or has none. */
    static @Nullable String text(Path file) {
        try {
            String text = Files.readString(file).strip();
            return text.isEmpty() ? null : text;
        } catch (IOException e) {
            return null;
        }
    }

    /** A file's number, not negative; -1 where it has none. */
    static long number(Path file) {
        return number(text(file));
    }

    private static long number(@Nullable String text) {
        try {
            return text == null ? -1 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** The number behind a word in a file of such lines; -1 where there is none. */
    static long number(Path file, String word) {
        String text = text(file);
        if (text == null) {
            return -1;
        }
        String begin = word + " ";
        int at = text.startsWith(begin) ? 0 : text.indexOf("\n" + begin) + 1;
        if (at == 0 && !text.startsWith(begin)) {
            return -1;
        }
        int end = text.indexOf('\n', at);
        return number(text.substring(at + begin.length(), end < 0 ? text.length() : end)
                .strip());
    }

    /** What is in a folder, in order; nothing where there is none. */
    static List<Path> list(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        var paths = new ArrayList<Path>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(paths::add);
        }
        paths.sort(null);
        return paths;
    }
}
