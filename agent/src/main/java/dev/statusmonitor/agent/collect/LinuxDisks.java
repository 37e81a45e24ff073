package dev.statusmonitor.agent.collect;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import oshi.hardware.HWDiskStore;

/**
 * Disks of Linux: which there are OSHI looks up, once a minute on another thread; what each did stands in a file of the
 * kernel, which stays open.
 */
final class LinuxDisks {
    /** What the kernel counts by here, whatever the disk's own sectors are. */
    private static final int SECTOR = 512;

    private final Path block;
    private final LongSupplier nanoTime;
    private final SlowReading<List<String>> names;
    private final Map<String, ProcFile> files = new LinkedHashMap<>();
    private @Nullable List<String> listed;

    /**
     * @param block {@code /sys/block}
     * @param stores lists the host's disks
     */
    LinuxDisks(Path block, Supplier<List<HWDiskStore>> stores, Executor threads, LongSupplier nanoTime) {
        this.block = block;
        this.nanoTime = nanoTime;
        this.names = new SlowReading<>(
                "disks",
                threads,
                nanoTime,
                Duration.ofMinutes(1),
                Duration.ZERO,
                Duration.ofMinutes(5),
                () -> stores.get().stream()
                        .map(OshiDisks::device)
                        .filter(OshiDisks::isShown)
                        .toList());
    }

    /** What each disk did; null before the disks are known. */
    @Nullable List<DiskReading> read() {
        List<String> known = names.latest();
        if (known == null) {
            return null;
        }
        take(known);
        var readings = new ArrayList<DiskReading>(files.size());
        files.forEach((device, file) -> {
            try {
                file.read();
                if (file.line()) {
                    readings.add(reading(device, file));
                }
            } catch (IOException e) {
                // Pulled out; the list will not have it any more.
            }
        });
        return readings;
    }

    @SuppressWarnings("ReferenceEquality") // Only another list may be one of others.
    private void take(List<String> known) {
        if (known == listed) {
            return;
        }
        listed = known;
        for (String device : known) {
            files.computeIfAbsent(
                    device, name -> new ProcFile(block.resolve(name).resolve("stat")));
        }
        files.entrySet().removeIf(entry -> {
            boolean gone = !known.contains(entry.getKey());
            if (gone) {
                entry.getValue().close();
            }
            return gone;
        });
    }

    /** As Documentation/block/stat.rst has it: reads, merged, sectors, ms; the same of writes; in flight, ms with any. */
    private DiskReading reading(String device, ProcFile file) {
        long reads = file.number();
        file.number();
        long readBytes = bytes(file.number());
        file.number();
        long writes = file.number();
        file.number();
        long writtenBytes = bytes(file.number());
        file.number();
        file.number();
        long busyMillis = file.number();
        return new DiskReading(device, readBytes, writtenBytes, reads, writes, busyMillis, nanoTime.getAsLong());
    }

    private static long bytes(long sectors) {
        return sectors < 0 ? -1 : sectors * SECTOR;
    }
}
