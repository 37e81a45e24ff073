package dev.statusmonitor.history.store.questdb;

import dev.statusmonitor.history.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How far rolling up has come. Times in Unix milliseconds.
 *
 * @param seen samples stored before it were looked at for what came late
 * @param minutes each minute that ends by then is made
 * @param hours each hour that ends by then is made
 */
record RollUpProgress(long seen, long minutes, long hours) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,15}) (\\d{1,15}) (\\d{1,15})\\s*");

    /** What a file says; empty where it is not there or says something else: then all there is is rolled up again. */
    static Optional<RollUpProgress> read(Path file) {
        try {
            var text = TEXT.matcher(Files.readString(file));
            return text.matches()
                    ? Optional.of(new RollUpProgress(
                            Long.parseLong(text.group(1)),
                            Long.parseLong(text.group(2)),
                            Long.parseLong(text.group(3))))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Writes it, so that it outlives a power cut. */
    void write(Path file) {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try {
            try (var channel = FileChannel.open(
                    next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                var text = ByteBuffer.wrap(
                        (seen + " " + minutes + " " + hours + "\n").getBytes(StandardCharsets.US_ASCII));
                while (text.hasRemaining()) {
                    channel.write(text);
                }
                channel.force(true);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new StoreException("How far rolling up has come cannot be written to " + file + ".", e);
        }
    }
}
