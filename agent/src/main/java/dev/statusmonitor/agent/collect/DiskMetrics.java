package dev.statusmonitor.agent.collect;

import dev.statusmonitor.contract.Metrics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How fast disks read and write, and how busy they are. */
final class DiskMetrics {
    private final Devices<Disk> disks = new Devices<>("disks", Disk::new);

    private static final class Disk {
        final Series read;
        final Series written;
        final Series reads;
        final Series writes;
        final Series busy;

        @Nullable DiskReading before;

        Disk(String device) {
            read = series(Metrics.DISK_IO, device, "read");
            written = series(Metrics.DISK_IO, device, "write");
            reads = series(Metrics.DISK_OPERATIONS, device, "read");
            writes = series(Metrics.DISK_OPERATIONS, device, "write");
            busy = Series.of(Metrics.DISK_BUSY, "system.device", device);
        }

        private static Series series(String metric, String device, String direction) {
            return Series.of(metric, "system.device", device, "disk.io.direction", direction);
        }
    }

    void add(List<DiskReading> readings, SampleBuilder to) {
        disks.begin();
        for (DiskReading now : readings) {
            Disk disk = disks.get(now.device());
            if (disk == null) {
                continue;
            }
            DiskReading before = disk.before;
            if (before != null) {
                long nanos = now.nanos() - before.nanos();
                to.add(disk.read, Rate.perSecond(before.readBytes(), now.readBytes(), nanos));
                to.add(disk.written, Rate.perSecond(before.writtenBytes(), now.writtenBytes(), nanos));
                to.add(disk.reads, Rate.perSecond(before.reads(), now.reads(), nanos));
                to.add(disk.writes, Rate.perSecond(before.writes(), now.writes(), nanos));
                // Counted in whole milliseconds, and where requests overlap by some systems twice.
                to.add(disk.busy, Math.min(1, Rate.perSecond(before.busyMillis(), now.busyMillis(), nanos) / 1_000));
            }
            disk.before = now;
        }
        disks.end();
    }
}
