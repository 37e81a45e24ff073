package dev.statusmonitor.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.statusmonitor.agent.collect.CpuReading.Mode;
import dev.statusmonitor.agent.collect.CpuReading.Times;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From what the operating system counted to what is sent. */
class MetricsOfReadingsTest {
    private static final long SECOND = 1_000_000_000L;

    private final SampleBuilder sample = new SampleBuilder();

    private Map<String, Double> taken() {
        var values = new LinkedHashMap<String, Double>();
        for (int i = 0; i < sample.size(); i++) {
            values.put(sample.names().names().get(i), sample.values()[i]);
        }
        sample.clear();
        return values;
    }

    private static CpuReading cpu(long... ticks) {
        return new CpuReading(EnumSet.allOf(Mode.class), new Times(-1, ticks), List.of(new Times(0, ticks)));
    }

    @Test
    void sharesOfProcessorTimeAddUpToOne() {
        var metrics = new CpuMetrics();
        metrics.addTotal(cpu(100, 0, 100, 800, 0, 0, 0), sample);
        metrics.addLogical(cpu(100, 0, 100, 800, 0, 0, 0), sample);
        assertThat(taken()).containsOnlyKeys("system.cpu.logical.count");

        CpuReading next = cpu(120, 3, 110, 850, 5, 4, 8);
        metrics.addTotal(next, sample);
        metrics.addLogical(next, sample);
        Map<String, Double> values = taken();

        assertThat(values)
                .containsEntry("system.cpu.utilization.total", 0.5)
                .containsEntry("system.cpu.utilization{cpu.mode=user}", 0.2)
                .containsEntry("system.cpu.utilization{cpu.mode=nice}", 0.03)
                .containsEntry("system.cpu.utilization{cpu.mode=system}", 0.1)
                .containsEntry("system.cpu.utilization{cpu.mode=idle}", 0.5)
                .containsEntry("system.cpu.utilization{cpu.mode=iowait}", 0.05)
                .containsEntry("system.cpu.utilization{cpu.mode=interrupt}", 0.04)
                .containsEntry("system.cpu.utilization{cpu.mode=steal}", 0.08)
                .containsEntry("system.cpu.logical.utilization{cpu.logical_number=0}", 0.5);
        double sum = values.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("system.cpu.utilization{"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
        assertThat(sum).isCloseTo(1, within(1e-4));
    }

    @Test
    void aModeThatGoesBackCountsAsNone() {
        var metrics = new CpuMetrics();
        metrics.addTotal(cpu(100, 0, 100, 800, 50, 0, 0), sample);
        taken();
        metrics.addTotal(cpu(150, 0, 100, 850, 45, 0, 0), sample);

        assertThat(taken())
                .containsEntry("system.cpu.utilization.total", 0.5)
                .containsEntry("system.cpu.utilization{cpu.mode=iowait}", 0.0);
    }

    @Test
    void noTicksAreNoShares() {
        var metrics = new CpuMetrics();
        CpuReading same = cpu(100, 0, 100, 800, 50, 0, 0);
        metrics.addTotal(same, sample);
        taken();
        metrics.addTotal(same, sample);

        assertThat(taken()).containsOnlyKeys("system.cpu.logical.count");
    }

    @Test
    void statesOfMemoryAddUpToTheLimit() {
        var metrics = new MemoryMetrics();
        metrics.add(new MemoryReading(1_000, 300, 50, 250), sample);

        assertThat(taken())
                .containsEntry("system.memory.limit", 1_000.0)
                .containsEntry("system.memory.usage{system.memory.state=used}", 400.0)
                .containsEntry("system.memory.usage{system.memory.state=free}", 300.0)
                .containsEntry("system.memory.usage{system.memory.state=buffers}", 50.0)
                .containsEntry("system.memory.usage{system.memory.state=cached}", 250.0)
                .containsEntry("system.memory.utilization{system.memory.state=used}", 0.4)
                .hasSize(6);
    }

    @Test
    void memoryHasTheStatesThatTheSystemTellsApart() {
        new MemoryMetrics().add(new MemoryReading(1_000, 300, -1, -1), sample);

        assertThat(taken())
                .containsOnlyKeys(
                        "system.memory.limit",
                        "system.memory.usage{system.memory.state=used}",
                        "system.memory.usage{system.memory.state=free}",
                        "system.memory.utilization{system.memory.state=used}");
    }

    @Test
    void swapHasRatesFromItsSecondReadingOn() {
        var metrics = new MemoryMetrics();
        metrics.add(new SwapReading(1_000, 250, 10, 20, 0), sample);
        assertThat(taken()).hasSize(3).containsEntry("system.paging.utilization{system.paging.state=used}", 0.25);
        metrics.add(new SwapReading(1_000, 250, 10, 60, 2 * SECOND), sample);
        assertThat(taken())
                .containsEntry("system.paging.operations.rate{system.paging.direction=in}", 0.0)
                .containsEntry("system.paging.operations.rate{system.paging.direction=out}", 20.0);
        metrics.add((SwapReading) null, sample);
        assertThat(taken()).isEmpty();
        metrics.add(new SwapReading(1_000, 250, 10, 60, 4 * SECOND), sample);
        assertThat(taken()).hasSize(3);
    }

    private static DiskReading disk(long bytes, long operations, long busyMillis, long nanos) {
        return new DiskReading("sda", bytes, 2 * bytes, operations, 2 * operations, busyMillis, nanos);
    }

    @Test
    void disksHaveRatesByTheTimeThatReallyPassed() {
        var metrics = new DiskMetrics();
        metrics.add(List.of(disk(0, 0, 0, 0)), sample);
        assertThat(taken()).isEmpty();
        metrics.add(List.of(disk(3_000, 30, 1_500, 3 * SECOND)), sample);

        assertThat(taken())
                .containsEntry("system.disk.io.rate{disk.io.direction=read,system.device=sda}", 1_000.0)
                .containsEntry("system.disk.io.rate{disk.io.direction=write,system.device=sda}", 2_000.0)
                .containsEntry("system.disk.operations.rate{disk.io.direction=read,system.device=sda}", 10.0)
                .containsEntry("system.disk.operations.rate{disk.io.direction=write,system.device=sda}", 20.0)
                .containsEntry("system.disk.io_time.utilization{system.device=sda}", 0.5)
                .hasSize(5);
    }

    @Test
    void aDiskIsNeverMoreThanBusyAndAReplacedOneStartsAnew() {
        var metrics = new DiskMetrics();
        metrics.add(List.of(disk(5_000, 30, 0, 0)), sample);
        metrics.add(List.of(disk(6_000, 40, 1_900, SECOND)), sample);
        assertThat(taken()).containsEntry("system.disk.io_time.utilization{system.device=sda}", 1.0);
        metrics.add(List.of(disk(10, 1, 1, 2 * SECOND)), sample);
        assertThat(taken()).isEmpty();
        metrics.add(List.of(disk(20, 1, 1, 3 * SECOND)), sample);
        assertThat(taken()).hasSize(5);
    }

    @Test
    void networksHaveWhatTheirSystemCounts() {
        var metrics = new NetworkMetrics();
        metrics.add(List.of(new NetworkReading("en0", (1L << 32) - 500, 0, 0, 0, 0, 0, 0, -1, 0)), sample);
        metrics.add(List.of(new NetworkReading("en0", 500, 100, 3, 2, 0, 0, 1, -1, SECOND)), sample);

        assertThat(taken())
                .containsEntry(
                        "system.network.io.rate{network.interface.name=en0,network.io.direction=receive}", 1_000.0)
                .containsEntry(
                        "system.network.io.rate{network.interface.name=en0,network.io.direction=transmit}", 100.0)
                .containsEntry(
                        "system.network.packet.dropped.rate{network.interface.name=en0,network.io.direction=receive}",
                        1.0)
                .hasSize(7);
    }

    @Test
    void statesOfAFilesystemAddUpAndItIsFullWhenNobodyCanWrite() {
        var metrics = new FilesystemMetrics();
        metrics.add(List.of(new FilesystemReading("/", 1_000, 300, 250)), sample);
        assertThat(taken())
                .containsEntry("system.filesystem.limit{system.filesystem.mountpoint=/}", 1_000.0)
                .containsEntry(
                        "system.filesystem.usage{system.filesystem.mountpoint=/,system.filesystem.state=used}", 700.0)
                .containsEntry(
                        "system.filesystem.usage{system.filesystem.mountpoint=/,system.filesystem.state=free}", 250.0)
                .containsEntry(
                        "system.filesystem.usage{system.filesystem.mountpoint=/,system.filesystem.state=reserved}",
                        50.0)
                .containsEntry("system.filesystem.utilization{system.filesystem.mountpoint=/}", 0.73684);
        metrics.add(List.of(new FilesystemReading("/", 1_000, 50, 0)), sample);
        assertThat(taken()).containsEntry("system.filesystem.utilization{system.filesystem.mountpoint=/}", 1.0);
        metrics.add(List.of(new FilesystemReading("/", 0, 0, 0)), sample);
        assertThat(taken()).isEmpty();
        metrics.add(List.of(new FilesystemReading("/", 100, 200, 300)), sample);
        assertThat(taken()).containsEntry("system.filesystem.utilization{system.filesystem.mountpoint=/}", 0.0);
    }

    @Test
    void aSampleOfAHugeHostStaysWithinItsLimits() {
        var cpu = new CpuMetrics();
        var network = new NetworkMetrics();
        var disks = new DiskMetrics();
        var filesystems = new FilesystemMetrics();
        for (int second = 1; second <= 2; second++) {
            sample.clear();
            var processors = new ArrayList<Times>();
            var interfaces = new ArrayList<NetworkReading>();
            var stores = new ArrayList<DiskReading>();
            var mounts = new ArrayList<FilesystemReading>();
            for (int i = 0; i < 500; i++) {
                processors.add(new Times(i, new long[] {second * 50L, 0, 0, second * 50L, 0, 0, 0}));
                interfaces.add(new NetworkReading("eth" + i, 1, 1, 1, 1, 1, 1, 1, 1, second * SECOND));
                stores.add(new DiskReading("sd" + i, 1, 1, 1, 1, 1, second * SECOND));
                mounts.add(new FilesystemReading("/mnt/" + i, 10, 5, 5));
            }
            var reading = new CpuReading(EnumSet.allOf(Mode.class), processors.get(0), processors);
            cpu.addTotal(reading, sample);
            filesystems.add(mounts, sample);
            disks.add(stores, sample);
            network.add(interfaces, sample);
            cpu.addLogical(reading, sample);
        }

        assertThat(sample.size()).isEqualTo(1_000);
        assertThat(taken().keySet().stream().filter(name -> name.startsWith("system.disk.io_time")))
                .hasSize(64);
    }
}
