package dev.statusmonitor.standalone.data;

import dev.statusmonitor.embedded.file.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Remembers when a platform last ran on the data, by its clock. */
public final class LastUsed {
    private final Path file;

    public LastUsed(DataFolder folder) {
        this.file = folder.resolve("last-used");
    }

    /** Empty on the first start, and when it cannot be read: then nothing is known. */
    public Optional<Instant> read() {
        try {
            return Optional.of(Instant.parse(Files.readString(file).strip()));
        } catch (IOException | DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Remembers. */
    public void write(Instant now) throws IOException {
        OwnerOnly.write(file, now + "\n");
    }
}
