package dev.statusmonitor.history.consume;

import dev.statusmonitor.history.store.LastStop;
import dev.statusmonitor.history.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * The service's own folder. A file in it tells, at the next start, how this process came to its end; another gives
 * this instance a name that survives it, so that Kafka knows it again at once and nobody waits for the dead one.
 */
public final class DataFolder implements AutoCloseable {
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private final Path path;
    private final Path marker;
    private final LastStop lastStop;
    private final String instance;
    private boolean settled;

    private DataFolder(Path path, String boot) throws IOException {
        this.path = path;
        this.marker = path.resolve("running");
        Path instanceFile = path.resolve("instance");
        if (Files.exists(marker)) {
            lastStop = Files.readString(marker).equals(boot) ? LastStop.PROCESS_DIED : LastStop.MACHINE_DIED;
        } else {
            lastStop = Files.exists(instanceFile) ? LastStop.CLEAN : LastStop.NEVER_STARTED;
        }
        if (!Files.exists(instanceFile)) {
            write(instanceFile, "history-" + UUID.randomUUID());
        }
        this.instance = Files.readString(instanceFile);
        // What the last process left undone stays visible until it is done.
        if (lastStop == LastStop.CLEAN || lastStop == LastStop.NEVER_STARTED) {
            write(marker, boot);
            settled = true;
        }
    }

    /**
     * Opens it, making it where it is not there.
     *
     * @throws StoreException where it cannot be written to
     */
    public static DataFolder open(Path path) {
        return open(path, boot());
    }

    static DataFolder open(Path path, String boot) {
        try {
            Files.createDirectories(path);
            return new DataFolder(path, boot);
        } catch (IOException e) {
            throw new StoreException(
                    "The data folder " + path + " cannot be written to. Choose another, or make it writable.", e);
        }
    }

    /** A folder inside of it. */
    public Path resolve(String name) {
        return path.resolve(name);
    }

    public LastStop lastStop() {
        return lastStop;
    }

    /** A name for this instance, the same at each start. */
    public String instance() {
        return instance;
    }

    /** What may be missing since the last process will be read again whatever happens to this one. */
    void settled() {
        try {
            write(marker, boot());
            settled = true;
        } catch (IOException e) {
            throw new StoreException("The data folder " + path + " cannot be written to.", e);
        }
    }

    /** Ends in good order. */
    @Override
    public void close() {
        if (settled) {
            try {
                Files.deleteIfExists(marker);
            } catch (IOException e) {
                // The next start takes this for a crash and reads five minutes again, which does no harm.
            }
        }
    }

    private static void write(Path file, String text) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(next, text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Changes with every start of the machine; where a system has no such thing, every crash counts as the machine's. */
    private static String boot() {
        try {
            return Files.readString(BOOT_ID, StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            return UUID.randomUUID().toString();
        }
    }
}
