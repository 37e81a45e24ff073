package dev.statusmonitor.history.store.questdb;

import dev.statusmonitor.history.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.springframework.util.unit.DataSize;

/**
 * Says no before the disk is full: a database that runs out of it in the middle of a write is worse off than one that
 * waits. Once it has said no, it wants a tenth more than the floor, so that it does not change its mind every second.
 */
final class FreeSpace {
    private final Path folder;
    private final long floor;
    private final LongSupplier usable;
    private boolean full;

    FreeSpace(Path folder, DataSize floor) {
        this(folder, floor, () -> usable(folder));
    }

    FreeSpace(Path folder, DataSize floor, LongSupplier usable) {
        this.folder = folder;
        this.floor = floor.toBytes();
        this.usable = usable;
    }

    /** @throws StoreException where there is too little room */
    synchronized void require() {
        long now = usable.getAsLong();
        full = now < (full ? floor + floor / 10 : floor);
        if (full) {
            throw new StoreException(
                    "The disk of " + folder + " has " + now / 1_000_000 + " MB left and " + floor / 1_000_000
                            + " MB are kept free: no samples are stored until there is room. They wait in Kafka.",
                    null);
        }
    }

    private static long usable(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            throw new StoreException("How much room the disk of " + folder + " has cannot be found out.", e);
        }
    }
}
