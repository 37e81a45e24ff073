package dev.statusmonitor.agent.collect;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxFilesystemsTest {
    @TempDir
    Path directory;

    private final AtomicLong now = new AtomicLong();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void showsDisksAndNotWhatTheKernelMakesUp() {
        assertThat(LinuxFilesystems.mountpoints("""
                        sysfs /sys sysfs rw 0 0
                        proc /proc proc rw 0 0
                        udev /dev devtmpfs rw 0 0
                        tmpfs /run tmpfs rw 0 0
                        /dev/mapper/vg-root / ext4 rw,relatime 0 0
                        tmpfs /dev/shm tmpfs rw 0 0
                        cgroup2 /sys/fs/cgroup cgroup2 rw 0 0
                        systemd-1 /proc/sys/fs/binfmt_misc autofs rw 0 0
                        /dev/loop3 /snap/core22/1 squashfs ro 0 0
                        /dev/nvme0n1p2 /boot ext4 rw 0 0
                        /dev/nvme0n1p1 /boot/efi vfat rw 0 0
                        /dev/sda1 /mnt/my\\040disk xfs rw 0 0
                        /dev/sr0 /media/cdrom iso9660 ro 0 0
                        overlay /var/lib/docker/overlay2/ab/merged overlay rw 0 0
                        tank/home /home zfs rw 0 0
                        nas:/export /mnt/nas nfs4 rw,addr=10.0.0.1 0 0
                        gvfsd-fuse /run/user/1000/gvfs fuse.gvfsd-fuse rw 0 0
                        /dev/sdb1 /run/media/ada/STICK vfat rw 0 0
                        """))
                .containsExactlyInAnyOrder(
                        "/", "/boot", "/boot/efi", "/mnt/my disk", "/home", "/mnt/nas", "/run/media/ada/STICK");
    }

    @Test
    void showsTheRootOfAContainerAndItsVolumes() {
        assertThat(LinuxFilesystems.mountpoints("""
                        overlay / overlay rw,lowerdir=/a,upperdir=/b 0 0
                        proc /proc proc rw 0 0
                        tmpfs /dev tmpfs rw 0 0
                        /dev/sda1 /etc/resolv.conf ext4 rw 0 0
                        /dev/sda1 /etc/hostname ext4 rw 0 0
                        /dev/sda1 /etc/hosts ext4 rw 0 0
                        /dev/sda1 /data ext4 rw 0 0
                        """)).containsExactlyInAnyOrder("/", "/data");
    }

    @Test
    void showsASourceOnceWhereItIsNearestToTheRoot() {
        assertThat(LinuxFilesystems.mountpoints("""
                        /dev/sda2 / btrfs rw,subvol=/@ 0 0
                        /dev/sda2 /home btrfs rw,subvol=/@home 0 0
                        /dev/sdb1 /srv/data/deep ext4 rw 0 0
                        /dev/sdb1 /srv/data ext4 rw 0 0
                        """)).containsExactlyInAnyOrder("/", "/srv/data");
    }

    @Test
    void takesTheLastOfWhatIsMountedOverEachOther() {
        assertThat(LinuxFilesystems.mountpoints("""
                        rootfs / rootfs rw 0 0
                        /dev/sda1 / ext4 rw 0 0
                        /dev/sdb1 /mnt ext4 rw 0 0
                        tmpfs /mnt tmpfs rw 0 0
                        """)).containsExactly("/");
    }

    @Test
    void aServerThatWentAwayHindersNobody() throws IOException {
        Path mounts = Files.writeString(
                directory.resolve("mounts"),
                "/dev/sda1 / ext4 rw 0 0\nnas:/a /nas nfs4 rw 0 0\n/dev/sdb1 /mnt/other ext4 rw 0 0\n");
        var hangs = new CountDownLatch(1);
        var asked = new AtomicInteger();
        var filesystems = new LinuxFilesystems(mounts, threads, now::get, mountpoint -> {
            if (mountpoint.equals("/nas") && asked.incrementAndGet() > 1) {
                try {
                    hangs.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return new FilesystemReading(mountpoint, 100, 50, 40);
        });
        List<String> all = List.of("/", "/nas", "/mnt/other");
        await().until(() -> shown(filesystems).equals(all));

        pass(30);
        assertThat(shown(filesystems)).isEqualTo(all);
        await().until(() -> asked.get() == 2);
        // The second reading hangs; a thread in its place reads the rest, and goes on doing so.
        for (int i = 0; i < 58; i++) {
            assertThat(shown(filesystems)).isEqualTo(all);
            pass(1);
        }
        pass(5);
        await().until(() -> shown(filesystems).equals(List.of("/", "/mnt/other")));
        pass(200);
        await().until(() -> shown(filesystems).equals(List.of("/", "/mnt/other")));
        assertThat(asked).hasValue(2);

        hangs.countDown();
        pass(30);
        await().until(() -> shown(filesystems).equals(all));
    }

    private void pass(int seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private static List<String> shown(LinuxFilesystems filesystems) throws IOException {
        return filesystems.latest().stream().map(FilesystemReading::mountpoint).toList();
    }

    @Test
    void asksThisMachine() {
        FilesystemReading root = requireNonNull(LinuxFilesystems.statvfs("/"));

        assertThat(root.total()).isPositive().isGreaterThanOrEqualTo(root.free());
        assertThat(LinuxFilesystems.statvfs("/etc/hostname")).isNull();
    }
}
