package dev.statusmonitor.agent.collect;

import dev.statusmonitor.contract.Metrics;
import java.util.List;

/** How full filesystems are. */
final class FilesystemMetrics {
    private final Devices<Filesystem> filesystems = new Devices<>("filesystems", Filesystem::new);

    private static final class Filesystem {
        final Series limit;
        final Series used;
        final Series free;
        final Series reserved;
        final Series utilization;

        Filesystem(String mountpoint) {
            limit = Series.of(Metrics.FILESYSTEM_LIMIT, "system.filesystem.mountpoint", mountpoint);
            used = series(mountpoint, "used");
            free = series(mountpoint, "free");
            reserved = series(mountpoint, "reserved");
            utilization = Series.of(Metrics.FILESYSTEM_UTILIZATION, "system.filesystem.mountpoint", mountpoint);
        }

        private static Series series(String mountpoint, String state) {
            return Series.of(
                    Metrics.FILESYSTEM, "system.filesystem.mountpoint", mountpoint, "system.filesystem.state", state);
        }
    }

    void add(List<FilesystemReading> readings, SampleBuilder to) {
        filesystems.begin();
        for (FilesystemReading reading : readings) {
            Filesystem filesystem = filesystems.get(reading.mountpoint());
            if (filesystem == null || reading.total() <= 0) {
                continue;
            }
            // Quotas can make more usable, or free, than there is.
            long free = Math.min(reading.free(), reading.total());
            long usable = Math.min(reading.usable(), free);
            long used = reading.total() - free;
            to.add(filesystem.limit, reading.total());
            to.add(filesystem.used, used);
            to.add(filesystem.free, usable);
            to.add(filesystem.reserved, free - usable);
            // As df has it: full is when nobody but the administrator can write.
            to.add(filesystem.utilization, used + usable == 0 ? 1 : (double) used / (used + usable));
        }
        filesystems.end();
    }
}
