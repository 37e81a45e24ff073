package dev.statusmonitor.agent.collect;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Filesystems of Linux, each read every 30 s on another thread and repeated in between, for 90 s at most. One that
 * doesn't answer (a file server that went away) keeps its thread and hinders no other.
 *
 * <p>Shown is what a person would call a disk: the root whatever its type is; what lies on a device; network
 * filesystems and pools. Left out is what the kernel makes up (proc, tmpfs, cgroup…), what is full by nature
 * (squashfs, ISO images), overlays other than the root, what containers and snaps mount for themselves, and a second
 * mount of what was shown.
 */
final class LinuxFilesystems {
    private static final Logger LOG = LoggerFactory.getLogger(LinuxFilesystems.class);
    private static final long PERIOD = Duration.ofMillis(29_750).toNanos();
    private static final long LASTS = Duration.ofSeconds(90).toNanos();
    private static final long STUCK = Duration.ofSeconds(2).toNanos();

    private static final Set<String> ON_DEVICE_BUT_NO_DISK = Set.of("squashfs", "iso9660", "udf", "erofs", "cramfs");
    private static final Set<String> POOLS_AND_NETWORKS = Set.of(
            "zfs",
            "btrfs",
            "bcachefs",
            "nfs",
            "nfs4",
            "cifs",
            "smb3",
            "smbfs",
            "ceph",
            "glusterfs",
            "lustre",
            "gpfs",
            "beegfs",
            "afs",
            "9p",
            "virtiofs",
            "drvfs",
            "vboxsf",
            "fuse.sshfs",
            "fuse.glusterfs",
            "fuse.ceph",
            "fuse.s3fs",
            "fuse.rclone",
            "fuse.mergerfs",
            "fuse.vmhgfs-fuse");

    /** What programs mount for themselves, and the files that container engines lay over those of an image. */
    private static final List<String> NOT_SHOWN = List.of(
            "/dev",
            "/proc",
            "/sys",
            "/snap",
            "/run",
            "/var/lib/docker",
            "/var/lib/containers",
            "/var/lib/containerd",
            "/var/lib/kubelet",
            "/var/lib/lxcfs",
            "/var/snap",
            "/etc/hostname",
            "/etc/hosts",
            "/etc/resolv.conf",
            "/.dockerenv");

    private final Path mountsFile;
    private final Executor threads;
    private final LongSupplier nanoTime;
    private final Function<String, @Nullable FilesystemReading> space;

    private final Map<String, Known> known = new LinkedHashMap<>();
    private final Deque<String> due = new ArrayDeque<>();
    private boolean listed;
    private long listedAt;
    private int worker;
    private boolean working;
    private @Nullable String current;
    private long currentSince;

    private static final class Known {
        @Nullable FilesystemReading reading;

        long readAt;
        boolean underWay;
        boolean complained;
    }

    /** @param space asks the kernel for a mountpoint's space, which may take for ever */
    LinuxFilesystems(
            Path mountsFile,
            Executor threads,
            LongSupplier nanoTime,
            Function<String, @Nullable FilesystemReading> space) {
        this.mountsFile = mountsFile;
        this.threads = threads;
        this.nanoTime = nanoTime;
        this.space = space;
    }

    /** Asks by {@code statvfs}. */
    static @Nullable FilesystemReading statvfs(String mountpoint) {
        var file = new File(mountpoint);
        if (!file.isDirectory()) {
            return null;
        }
        return new FilesystemReading(mountpoint, file.getTotalSpace(), file.getFreeSpace(), file.getUsableSpace());
    }

    /** Comes back at once, with those that have answered. */
    synchronized List<FilesystemReading> latest() throws IOException {
        long now = nanoTime.getAsLong();
        if (!listed || now - listedAt >= PERIOD) {
            List<String> mountpoints = mountpoints(Files.readString(mountsFile, StandardCharsets.UTF_8));
            listed = true;
            listedAt = now;
            known.keySet().retainAll(mountpoints);
            due.clear();
            for (String mountpoint : mountpoints) {
                if (!known.computeIfAbsent(mountpoint, m -> new Known()).underWay) {
                    due.add(mountpoint);
                }
            }
        }
        boolean stuck = working && current != null && now - currentSince > STUCK;
        if (stuck) {
            Known hanging = known.get(current);
            if (hanging != null && !hanging.complained) {
                hanging.complained = true;
                LOG.warn("The filesystem at {} does not answer; its values are missing until it does.", current);
            }
        }
        if (!due.isEmpty() && (!working || stuck)) {
            int number = ++worker;
            working = true;
            current = null;
            threads.execute(() -> work(number));
        }
        var readings = new ArrayList<FilesystemReading>(known.size());
        for (Known each : known.values()) {
            if (each.reading != null && now - each.readAt <= LASTS) {
                readings.add(each.reading);
            }
        }
        return readings;
    }

    /** The mountpoints whose filesystem has answered when it was last asked, and answers still. */
    synchronized List<String> answering() {
        var answering = new ArrayList<String>(known.size());
        known.forEach((mountpoint, one) -> {
            if (one.reading != null && !one.underWay) {
                answering.add(mountpoint);
            }
        });
        return answering;
    }

    /** Reads what is due, until there is nothing more or another thread was put in this one's place. */
    private void work(int number) {
        while (true) {
            String mountpoint = start(number);
            if (mountpoint == null) {
                return;
            }
            FilesystemReading reading = null;
            try {
                reading = space.apply(mountpoint);
            } finally {
                end(mountpoint, reading);
            }
        }
    }

    private synchronized @Nullable String start(int number) {
        if (number != worker) {
            return null;
        }
        String mountpoint = due.poll();
        current = mountpoint;
        if (mountpoint == null) {
            working = false;
            return null;
        }
        currentSince = nanoTime.getAsLong();
        Known one = known.get(mountpoint);
        if (one != null) {
            one.underWay = true;
        }
        return mountpoint;
    }

    private synchronized void end(String mountpoint, @Nullable FilesystemReading reading) {
        Known one = known.get(mountpoint);
        if (one != null) {
            one.underWay = false;
            one.reading = reading;
            one.readAt = nanoTime.getAsLong();
            if (one.complained) {
                one.complained = false;
                LOG.info("The filesystem at {} answers again.", mountpoint);
            }
        }
    }

    /** Which mountpoints to show, of those in a text of {@code /proc/self/mounts}. */
    static List<String> mountpoints(String mounts) {
        record Mount(String source, String mountpoint, String type) {}
        var all = new LinkedHashMap<String, Mount>();
        mounts.lines().forEach(line -> {
            String[] fields = line.split(" ");
            if (fields.length >= 3) {
                // What is mounted later hides what was there.
                String mountpoint = unescape(fields[1]);
                all.remove(mountpoint);
                all.put(mountpoint, new Mount(unescape(fields[0]), mountpoint, fields[2]));
            }
        });
        var sources = new HashSet<String>();
        return all.values().stream()
                .filter(mount -> shown(mount.source, mount.mountpoint, mount.type))
                // Of what is mounted several times, the place nearest to the root is the one that people know.
                .sorted(Comparator.comparingInt((Mount mount) -> mount.mountpoint.length()))
                .filter(mount -> mount.mountpoint.equals("/") || sources.add(mount.source))
                .peek(mount -> sources.add(mount.source))
                .map(Mount::mountpoint)
                .toList();
    }

    private static boolean shown(String source, String mountpoint, String type) {
        if (mountpoint.equals("/")) {
            return true;
        }
        for (String hidden : NOT_SHOWN) {
            if (mountpoint.equals(hidden) || mountpoint.startsWith(hidden + "/")) {
                // Where desktops mount what somebody plugs in.
                return mountpoint.startsWith("/run/media/") && onDevice(source, type);
            }
        }
        return onDevice(source, type) || POOLS_AND_NETWORKS.contains(type);
    }

    private static boolean onDevice(String source, String type) {
        return source.startsWith("/dev/") && !ON_DEVICE_BUT_NO_DISK.contains(type);
    }

    /** Space, tab, line feed and backslash stand in octal there. */
    private static String unescape(String field) {
        if (field.indexOf('\\') < 0) {
            return field;
        }
        var text = new StringBuilder();
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '\\'
                    && i + 3 < field.length()
                    && field.substring(i + 1, i + 4).matches("[0-7]{3}")) {
                c = (char) Integer.parseInt(field.substring(i + 1, i + 4), 8);
                i += 3;
            }
            text.append(c);
        }
        return text.toString();
    }
}
