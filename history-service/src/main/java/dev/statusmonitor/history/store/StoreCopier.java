package dev.statusmonitor.history.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives the files of a store as it is at one moment, while it goes on taking and giving samples. */
public interface StoreCopier {
    /**
     * Settles the moment and lets the files be read until {@code use} returns. What the store is given meanwhile is not
     * in the copy. Compacting and taking out hosts wait for the end.
     *
     * @throws StoreException with a sentence for the operator where the moment cannot be settled
     * @throws IOException what {@code use} throws
     */
    void copy(Use use) throws IOException;

    /** Reads the files. */
    @FunctionalInterface
    interface Use {
        void of(List<StoreFile> files) throws IOException;
    }

    /**
     * One file of the copy. One that has gone by the time it is read was not needed, and of one that has grown the
     * first {@code size} bytes are.
     *
     * @param name below the store's folder, with {@code /} between its parts
     * @param path where it is to be read; null for one that is empty and only in the copy, to tell the store that opens
     *     it that it is one
     * @param size in bytes
     */
    record StoreFile(String name, @Nullable Path path, long size) {}
}
