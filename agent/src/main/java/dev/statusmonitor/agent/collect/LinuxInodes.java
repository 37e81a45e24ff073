package dev.statusmonitor.agent.collect;

import dev.statusmonitor.agent.collect.SlowExtra.Value;
import dev.statusmonitor.contract.Metrics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Inodes of the filesystems that are shown. Java cannot ask for them, so {@code stat} does, once for all of them; those
 * that do not answer are not asked.
 */
final class LinuxInodes {
    private final Supplier<List<String>> mountpoints;
    private final Program program;
    private final Devices<Filesystem> filesystems = new Devices<>("filesystems", Filesystem::new);

    private static final class Filesystem {
        final Series used;
        final Series free;
        final Series utilization;

        Filesystem(String mountpoint) {
            used = series(mountpoint, "used");
            free = series(mountpoint, "free");
            utilization = Series.of(Metrics.INODES_UTILIZATION, "system.filesystem.mountpoint", mountpoint);
        }

        private static Series series(String mountpoint, String state) {
            return Series.of(
                    Metrics.INODES, "system.filesystem.mountpoint", mountpoint, "system.filesystem.state", state);
        }
    }

    /** @param mountpoints those that have answered lately */
    LinuxInodes(Supplier<List<String>> mountpoints, Program program) {
        this.mountpoints = mountpoints;
        this.program = program;
    }

    /** Lines of all inodes and free ones, in the order of the question. */
    List<Value> read() throws IOException, InterruptedException {
        List<String> asked =
                mountpoints.get().stream().limit(Metrics.MAX_DEVICES).toList();
        if (asked.isEmpty()) {
            return List.of();
        }
        var command = new ArrayList<>(List.of("stat", "-f", "-c", "%c %d", "--"));
        command.addAll(asked);
        List<String> lines = program.run(command);
        if (lines.size() != asked.size()) {
            throw new IOException("stat tells of " + lines.size() + " filesystems instead of " + asked.size());
        }
        var values = new ArrayList<Value>();
        filesystems.begin();
        for (int i = 0; i < asked.size(); i++) {
            Filesystem filesystem = filesystems.get(asked.get(i));
            String[] numbers = lines.get(i).strip().split(" ");
            if (filesystem == null || numbers.length != 2) {
                continue;
            }
            long total = Long.parseLong(numbers[0]);
            long free = Math.min(total, Long.parseLong(numbers[1]));
            // Some make inodes as they need them, and say so by none.
            if (total > 0) {
                values.add(new Value(filesystem.used, total - free));
                values.add(new Value(filesystem.free, free));
                values.add(new Value(filesystem.utilization, (double) (total - free) / total));
            }
        }
        filesystems.end();
        return values;
    }
}
