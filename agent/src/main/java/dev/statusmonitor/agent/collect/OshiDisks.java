package dev.statusmonitor.agent.collect;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import oshi.hardware.HWDiskStore;

/**
 * Disks of macOS and Windows by OSHI: which there are is looked up once a minute on another thread, since that costs
 * milliseconds.
 */
final class OshiDisks {
    private final LongSupplier nanoTime;
    private final SlowReading<List<HWDiskStore>> stores;

    /** @param stores lists the host's disks */
    OshiDisks(Supplier<List<HWDiskStore>> stores, Executor threads, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.stores = new SlowReading<>(
                "disks", threads, nanoTime, Duration.ofMinutes(1), Duration.ZERO, Duration.ofMinutes(5), stores::get);
    }

    /** What each disk did; null before the disks are known. */
    @Nullable List<DiskReading> read() {
        List<HWDiskStore> known = stores.latest();
        if (known == null) {
            return null;
        }
        var readings = new ArrayList<DiskReading>(known.size());
        for (HWDiskStore store : known) {
            String device = device(store);
            if (!isShown(device)) {
                continue;
            }
            long nanos = nanoTime.getAsLong();
            if (store.updateAttributes()) {
                readings.add(new DiskReading(
                        device,
                        store.getReadBytes(),
                        store.getWriteBytes(),
                        store.getReads(),
                        store.getWrites(),
                        store.getTransferTime(),
                        nanos));
            }
        }
        return readings;
    }

    /** {@code /dev/sda} and {@code \\.\PHYSICALDRIVE0} without the folder. */
    static String device(HWDiskStore store) {
        String name = store.getName();
        return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    }

    /** Whether it is what a person would call a disk: no drive for optical or floppy disks. */
    static boolean isShown(String device) {
        return !device.startsWith("sr") && !device.startsWith("fd");
    }
}
