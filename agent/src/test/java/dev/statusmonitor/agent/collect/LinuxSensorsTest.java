package dev.statusmonitor.agent.collect;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.agent.collect.CpuReading.Mode;
import dev.statusmonitor.contract.TopProcesses;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Linux says, as several machines said it. */
class LinuxSensorsTest {
    @TempDir
    Path root;

    private Path proc;
    private Path sys;
    private long now = 7;

    @BeforeEach
    void makeFolders() throws IOException {
        proc = Files.createDirectories(root.resolve("proc"));
        sys = Files.createDirectories(root.resolve("sys"));
        Files.createDirectories(proc.resolve("net"));
        Files.createDirectories(proc.resolve("self"));
    }

    private LinuxSensors sensors() {
        return new LinuxSensors(
                proc,
                sys,
                new LinuxDisks(sys.resolve("block"), List::of, Runnable::run, () -> now),
                Runnable::run,
                () -> now);
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    @Test
    void readsProcessorsByTheirNumbers() throws IOException {
        // cpu1 is off line.
        write("proc/stat", """
                cpu  10765 3 3467 235207 559 5 230 1533 9 0
                cpu0 3788 1 1220 120103 43 2 27 807 0 0
                cpu2 6977 2 2246 115104 516 3 203 726 0 0
                intr 266606 0 0 0
                ctxt 427688
                """);

        CpuReading reading = requireNonNull(sensors().cpu());

        assertThat(reading.modes()).containsExactlyInAnyOrder(Mode.values());
        assertThat(reading.total().ticks()).containsExactly(10_765, 3, 3_467, 235_207, 559, 235, 1_533);
        assertThat(reading.logical().stream().map(CpuReading.Times::number)).containsExactly(0, 2);
        assertThat(reading.logical().get(1).ticks()).containsExactly(6_977, 2, 2_246, 115_104, 516, 206, 726);
    }

    @Test
    void readsLoadAndThreadsFromOneLine() throws IOException {
        write("proc/loadavg", "0.00 1.06 20.07 1/495 7581\n");
        LinuxSensors sensors = sensors();

        assertThat(sensors.load()).isEqualTo(new LoadReading(0, 1.06, 20.07));
        assertThat(sensors.threads()).isEqualTo(495);
    }

    @Test
    void countsSharedMemoryAsUsedAndReclaimableSlabAsCached() throws IOException {
        write("proc/meminfo", """
                MemTotal:       24684096 kB
                MemFree:        20456404 kB
                MemAvailable:   24391152 kB
                Buffers:           10532 kB
                Cached:           141156 kB
                SwapCached:            7 kB
                Shmem:              8788 kB
                KReclaimable:      69580 kB
                SReclaimable:      69580 kB
                SwapTotal:       1048576 kB
                SwapFree:         524288 kB
                """);
        write("proc/vmstat", "nr_free_pages 1\npswpin 12\npswpout 34\n");
        LinuxSensors sensors = sensors();

        assertThat(sensors.memory())
                .isEqualTo(new MemoryReading(
                        24_684_096L * 1_024,
                        20_456_404L * 1_024,
                        10_532L * 1_024,
                        (141_156L + 69_580 - 8_788) * 1_024));
        assertThat(sensors.swap()).isEqualTo(new SwapReading(1L << 30, 1L << 29, 12, 34, 7));
    }

    @Test
    void hasNoSwapWhereThereIsNone() throws IOException {
        write("proc/meminfo", "MemTotal: 100 kB\nMemFree: 50 kB\nSwapTotal: 0 kB\n");
        LinuxSensors sensors = sensors();

        assertThat(sensors.memory()).isEqualTo(new MemoryReading(102_400, 51_200, 0, 0));
        assertThat(sensors.swap()).isNull();
    }

    private static final String NET_DEV = """
            Inter-|   Receive                                                |  Transmit
             face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
                lo:    3193      29    0    0    0     0          0         0     3193      29    0    0    0     0       0          0
              eth0: 442715536 12030    1    2    0     0          0         0  1583561    9592    3    4    0     0       0          0
            wg0:1 2 0 0 0 0 0 0 3 4 0 0 0 0 0 0
            veth12ab: 5 6 0 0 0 0 0 0 7 8 0 0 0 0 0 0
            """;

    @Test
    void readsHardwareInterfaces() throws IOException {
        write("proc/net/dev", NET_DEV);
        Files.createDirectories(sys.resolve("class/net/eth0/device"));
        write("sys/class/net/wg0/operstate", "unknown\n");
        Files.createDirectories(sys.resolve("class/net/lo"));

        assertThat(sensors().networks())
                .containsExactly(new NetworkReading("eth0", 442_715_536, 1_583_561, 12_030, 9_592, 1, 3, 2, 4, 7));
    }

    @Test
    void readsWhatIsUpWhereThereIsNoHardware() throws IOException {
        write("proc/net/dev", NET_DEV);
        write("sys/class/net/eth0/operstate", "up\n");
        write("sys/class/net/wg0/operstate", "down\n");
        write("sys/class/net/veth12ab/operstate", "up\n");

        assertThat(sensors().networks()).extracting(NetworkReading::name).containsExactly("eth0");
    }

    @Test
    void noticesHardwareThatIsPluggedIn() throws IOException {
        write("proc/net/dev", NET_DEV);
        write("sys/class/net/wg0/operstate", "unknown\n");
        LinuxSensors sensors = sensors();
        assertThat(sensors.networks()).extracting(NetworkReading::name).containsExactly("eth0", "wg0");

        Files.createDirectories(sys.resolve("class/net/eth0/device"));
        now += 61_000_000_000L;

        assertThat(sensors.networks()).extracting(NetworkReading::name).containsExactly("eth0");
    }

    @Test
    void countsProcessesAndReadsTheUptime() throws IOException {
        for (String name : List.of("1", "42", "1234", "self", "sys", "4x")) {
            Files.createDirectories(proc.resolve(name));
        }
        write("proc/uptime", "86400.25 171000.00\n");
        LinuxSensors sensors = sensors();

        assertThat(sensors.processes()).isEqualTo(4);
        assertThat(sensors.uptime()).isEqualTo(86_400.25);
    }

    private void process(int pid, String name, long ticks, long start, long pages) throws IOException {
        write(
                "proc/" + pid + "/stat",
                pid + " (" + name + ") S 1 2 3 0 -1 4194560 9 9 9 9 " + ticks + " 1 7 7 20 0 5 0 " + start + " 9999 "
                        + pages + " 18446744073709551615 1 1 0\n");
    }

    @Test
    void namesTheBusiestAndTheLargestProcessesEveryFiveSeconds() throws IOException {
        for (int pid = 1; pid <= 7; pid++) {
            process(pid, "p" + pid, 100, 5, 10L * pid);
        }
        process(8, "kworker/0:1", 0, 1, 0);
        process(9, ":-) (a\nb) R 1", 500, 5, 1);
        write("proc/10/other", "gone between the listing and the reading");
        LinuxSensors sensors = sensors();

        TopProcesses first = requireNonNull(sensors.topProcesses());
        assertThat(first.cpu()).isEmpty();
        assertThat(first.memory()).extracting(TopProcesses.Large::name).containsExactly("p7", "p6", "p5", "p4", "p3");
        assertThat(first.memory().get(0)).isEqualTo(new TopProcesses.Large("p7", 7, 70 * 4_096));
        assertThat(sensors.processes()).isEqualTo(10);

        process(2, "p2", 150, 5, 20);
        process(9, ":-) (a\nb) R 1", 1_501, 5, 1);
        // Another process has the id now.
        process(3, "q3", 20, 400, 30);
        now += 4_000_000_000L;
        assertThat(sensors.topProcesses()).isSameAs(first);
        now += 1_000_000_000L;
        TopProcesses second = requireNonNull(sensors.topProcesses());

        assertThat(second.cpu())
                .containsExactly(
                        new TopProcesses.Busy(":-) (a?b) R 1", 9, 2.002),
                        new TopProcesses.Busy("p2", 2, 0.1),
                        new TopProcesses.Busy("q3", 3, 0.042));
    }

    @Test
    void aPageIsAsLargeAsTheKernelSays() throws IOException {
        process(1, "init", 1, 1, 3);
        Files.write(
                proc.resolve("self/auxv"),
                ByteBuffer.allocate(32)
                        .order(ByteOrder.nativeOrder())
                        .putLong(16)
                        .putLong(1)
                        .putLong(6)
                        .putLong(65_536)
                        .array());

        assertThat(requireNonNull(sensors().topProcesses()).memory())
                .containsExactly(new TopProcesses.Large("init", 1, 3 * 65_536));
    }

    @Test
    void namesTemperaturesByChipAndLabel() throws IOException {
        write("sys/devices/platform/coretemp.0/x", "");
        write("sys/class/hwmon/hwmon3/name", "coretemp\n");
        Files.createSymbolicLink(
                root.resolve("sys/class/hwmon/hwmon3/device"), root.resolve("sys/devices/platform/coretemp.0"));
        write("sys/class/hwmon/hwmon3/temp1_label", "Package id 0\n");
        write("sys/class/hwmon/hwmon3/temp1_input", "54000\n");
        write("sys/class/hwmon/hwmon3/temp2_label", "Core 0\n");
        write("sys/class/hwmon/hwmon3/temp2_input", "-5500\n");
        write("sys/class/hwmon/hwmon3/temp3_label", "not connected\n");
        write("sys/class/hwmon/hwmon3/temp3_input", "-128000\n");
        write("sys/devices/pci/nvme0/x", "");
        write("sys/class/hwmon/hwmon0/name", "nvme\n");
        Files.createSymbolicLink(root.resolve("sys/class/hwmon/hwmon0/device"), root.resolve("sys/devices/pci/nvme0"));
        write("sys/class/hwmon/hwmon0/temp1_label", "Composite\n");
        write("sys/class/hwmon/hwmon0/temp1_input", "38850\n");
        write("sys/class/hwmon/hwmon1/name", "acpitz\n");
        write("sys/class/hwmon/hwmon1/temp1_input", "27800\n");
        write("sys/class/thermal/thermal_zone0/type", "acpitz\n");
        write("sys/class/thermal/thermal_zone0/temp", "27800\n");

        assertThat(sensors().temperatures())
                .containsExactly(
                        new TemperatureReading("acpitz temp1", 27.8),
                        new TemperatureReading("coretemp.0 Core 0", -5.5),
                        new TemperatureReading("coretemp.0 Package id 0", 54),
                        new TemperatureReading("nvme0 Composite", 38.85));
    }

    @Test
    void takesThermalZonesWhereThereAreNoChips() throws IOException {
        write("sys/class/thermal/thermal_zone0/type", "cpu-thermal\n");
        write("sys/class/thermal/thermal_zone0/temp", "48312\n");

        assertThat(sensors().temperatures()).containsExactly(new TemperatureReading("cpu-thermal", 48.312));
    }

    @Test
    void hasNoTemperaturesWhereThereAreNoSensors() {
        assertThat(sensors().temperatures()).isEmpty();
    }
}
