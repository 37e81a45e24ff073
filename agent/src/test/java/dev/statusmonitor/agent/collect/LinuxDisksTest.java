package dev.statusmonitor.agent.collect;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oshi.hardware.HWDiskStore;

/** What disks did, from files as the kernel writes them. */
class LinuxDisksTest {
    @TempDir
    Path block;

    private List<HWDiskStore> present = List.of();
    private long now = 1;

    private LinuxDisks disks() {
        return new LinuxDisks(block, () -> present, Runnable::run, () -> now);
    }

    private void plug(String... names) {
        present = Stream.of(names).map(LinuxDisksTest::store).toList();
    }

    private static HWDiskStore store(String name) {
        return (HWDiskStore) Proxy.newProxyInstance(
                HWDiskStore.class.getClassLoader(),
                new Class<?>[] {HWDiskStore.class},
                (self, method, arguments) -> "/dev/" + name);
    }

    private void write(String disk, String stat) throws IOException {
        Files.createDirectories(block.resolve(disk));
        Files.writeString(block.resolve(disk).resolve("stat"), stat);
    }

    @Test
    void readsCountersAgainAndAgain() throws IOException {
        plug("sda", "sr0");
        write(
                "sda",
                "   62338     9819  4609674    22500  1700416   769511 97451544  1012481        3   214344  1175888\n");
        LinuxDisks disks = disks();

        assertThat(disks.read())
                .containsExactly(
                        new DiskReading("sda", 4_609_674L * 512, 97_451_544L * 512, 62_338, 1_700_416, 214_344, 1));

        write(
                "sda",
                "   62339     9819  4609675    22500  1700417   769511 97451545  1012481        3   214345  1175888\n");
        now = 2;
        assertThat(disks.read())
                .containsExactly(
                        new DiskReading("sda", 4_609_675L * 512, 97_451_545L * 512, 62_339, 1_700_417, 214_345, 2));
    }

    @Test
    void oneThatIsPulledOutHindersNoOtherAndIsForgotten() throws IOException {
        plug("sda", "gone");
        write("sda", "1 0 2 0 3 0 4 0 0 5 0\n");
        LinuxDisks disks = disks();
        assertThat(requireNonNull(disks.read()).stream().map(DiskReading::device))
                .containsExactly("sda");

        plug("sda", "nvme0n1");
        write("nvme0n1", "1 0 2 0 3 0 4 0 0 5 0\n");
        now += Duration.ofMinutes(1).toNanos();
        assertThat(requireNonNull(disks.read()).stream().map(DiskReading::device))
                .containsExactly("sda", "nvme0n1");

        plug("nvme0n1");
        now += Duration.ofMinutes(1).toNanos();
        assertThat(requireNonNull(disks.read()).stream().map(DiskReading::device))
                .containsExactly("nvme0n1");
    }
}
