package dev.statusmonitor.standalone.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The room on a disk.
 *
 * @param total bytes
 * @param usable bytes that this user may still write
 */
public record DiskSpace(long total, long usable) {
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;

    /** Below this nothing starts, and what runs stops before the disk is full: a full one damages stores. */
    public static final long FLOOR = 256 * MIB;

    private static final long LOW = 2 * GIB;
    private static final double LOW_SHARE = 0.05;

    /** The disk of the folder. */
    public static DiskSpace of(Path folder) throws IOException {
        var store = Files.getFileStore(folder);
        return new DiskSpace(store.getTotalSpace(), store.getUsableSpace());
    }

    /** How much it leaves to be done. */
    public Verdict verdict() {
        if (usable < FLOOR) {
            return Verdict.FULL;
        }
        return usable < LOW || usable < total * LOW_SHARE ? Verdict.LOW : Verdict.ENOUGH;
    }

    /** {@code 1.4 GiB of 20 GiB}. */
    @Override
    public String toString() {
        return amount(usable) + " of " + amount(total);
    }

    /** Bytes as a person reads them. */
    public static String amount(long bytes) {
        return bytes < GIB
                ? bytes / MIB + " MiB"
                : String.format(Locale.ROOT, bytes < 10 * GIB ? "%.1f GiB" : "%.0f GiB", (double) bytes / GIB);
    }

    /** What to do about it. */
    public enum Verdict {
        /** Nothing. */
        ENOUGH,
        /** Warn. */
        LOW,
        /** Stop, or do not start. */
        FULL
    }
}
