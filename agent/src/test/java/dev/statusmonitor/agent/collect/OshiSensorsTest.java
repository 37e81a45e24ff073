package dev.statusmonitor.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.statusmonitor.agent.buffer.PlatformClock;
import dev.statusmonitor.agent.buffer.SampleQueue;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** macOS and Windows, from OSHI's answers to the sample that is sent. */
class OshiSensorsTest {
    private static final long SECOND = 1_000_000_000L;

    private long now;

    /** The sample of the second moment, a second after the first. */
    private Map<String, Double> sample(OshiSensors.Kind kind, String resource) {
        RecordedSystem system = RecordedSystem.of(resource);
        PlatformClock clock = PlatformClock.system();
        var sensors = new OshiSensors(kind, system.provider(), Runnable::run, () -> now);
        var collector = new Collector(clock, new SampleQueue(clock, 5), sensors, List.of());
        collector.measure();
        system.next();
        now += SECOND;
        collector.measure();
        var values = new TreeMap<String, Double>();
        SampleBuilder sample = collector.sample();
        for (int i = 0; i < sample.size(); i++) {
            values.put(sample.names().names().get(i), sample.values()[i]);
        }
        values.keySet().removeIf(name -> name.startsWith("statusmonitor."));
        return values;
    }

    @Test
    void readsMacOs() {
        assertThat(sample(OshiSensors.Kind.MACOS, "macos.json"))
                .containsOnly(
                        entry("system.cpu.utilization.total", 0.275),
                        entry("system.cpu.utilization{cpu.mode=user}", 0.2),
                        entry("system.cpu.utilization{cpu.mode=nice}", 0.0),
                        entry("system.cpu.utilization{cpu.mode=system}", 0.075),
                        entry("system.cpu.utilization{cpu.mode=idle}", 0.725),
                        entry("system.cpu.logical.count", 4.0),
                        entry("system.cpu.logical.utilization{cpu.logical_number=0}", 0.8),
                        entry("system.cpu.logical.utilization{cpu.logical_number=1}", 0.3),
                        entry("system.cpu.logical.utilization{cpu.logical_number=2}", 0.0),
                        entry("system.cpu.logical.utilization{cpu.logical_number=3}", 0.0),
                        entry("system.cpu.load_average.1m", 2.14),
                        entry("system.cpu.load_average.5m", 1.99),
                        entry("system.cpu.load_average.15m", 1.87),
                        entry("system.memory.limit", 17_179_869_184.0),
                        entry("system.memory.usage{system.memory.state=used}", 11_811_160_064.0),
                        entry("system.memory.usage{system.memory.state=free}", 5_368_709_120.0),
                        entry("system.memory.utilization{system.memory.state=used}", 0.6875),
                        entry("system.paging.usage{system.paging.state=used}", 536_870_912.0),
                        entry("system.paging.usage{system.paging.state=free}", 1_610_612_736.0),
                        entry("system.paging.utilization{system.paging.state=used}", 0.25),
                        entry("system.paging.operations.rate{system.paging.direction=in}", 20.0),
                        entry("system.paging.operations.rate{system.paging.direction=out}", 0.0),
                        entry("system.process.count", 512.0),
                        entry("system.process.thread.count", 2_841.0),
                        entry("system.uptime", 343_210.0),
                        entry("system.disk.io.rate{disk.io.direction=read,system.device=disk0}", 4_194_304.0),
                        entry("system.disk.io.rate{disk.io.direction=write,system.device=disk0}", 1_048_576.0),
                        entry("system.disk.operations.rate{disk.io.direction=read,system.device=disk0}", 100.0),
                        entry("system.disk.operations.rate{disk.io.direction=write,system.device=disk0}", 50.0),
                        entry("system.disk.io_time.utilization{system.device=disk0}", 0.25),
                        entry(
                                "system.network.io.rate{network.interface.name=en0,network.io.direction=receive}",
                                10_000.0),
                        entry(
                                "system.network.io.rate{network.interface.name=en0,network.io.direction=transmit}",
                                5_000.0),
                        entry(
                                "system.network.packet.rate{network.interface.name=en0,network.io.direction=receive}",
                                20.0),
                        entry(
                                "system.network.packet.rate{network.interface.name=en0,network.io.direction=transmit}",
                                10.0),
                        entry(
                                "system.network.errors.rate{network.interface.name=en0,network.io.direction=receive}",
                                0.0),
                        entry(
                                "system.network.errors.rate{network.interface.name=en0,network.io.direction=transmit}",
                                0.0),
                        entry(
                                "system.network.packet.dropped.rate{network.interface.name=en0,network.io.direction=receive}",
                                0.0),
                        entry("system.filesystem.limit{system.filesystem.mountpoint=/}", 494_384_795_648.0),
                        entry(
                                "system.filesystem.usage{system.filesystem.mountpoint=/,system.filesystem.state=used}",
                                170_361_290_752.0),
                        entry(
                                "system.filesystem.usage{system.filesystem.mountpoint=/,system.filesystem.state=free}",
                                324_023_504_896.0),
                        entry(
                                "system.filesystem.usage{system.filesystem.mountpoint=/,system.filesystem.state=reserved}",
                                0.0),
                        entry("system.filesystem.utilization{system.filesystem.mountpoint=/}", 0.34459),
                        entry("system.filesystem.limit{system.filesystem.mountpoint=/Volumes/Backup}", 1e12),
                        entry(
                                "system.filesystem.usage{system.filesystem.mountpoint=/Volumes/Backup,system.filesystem.state=used}",
                                750e9),
                        entry(
                                "system.filesystem.usage{system.filesystem.mountpoint=/Volumes/Backup,system.filesystem.state=free}",
                                250e9),
                        entry(
                                "system.filesystem.usage{system.filesystem.mountpoint=/Volumes/Backup,system.filesystem.state=reserved}",
                                0.0),
                        entry("system.filesystem.utilization{system.filesystem.mountpoint=/Volumes/Backup}", 0.75),
                        entry("hw.temperature{hw.id=cpu}", 48.5));
    }

    @Test
    void readsWindows() {
        Map<String, Double> sample = sample(OshiSensors.Kind.WINDOWS, "windows.json");

        assertThat(sample)
                .contains(
                        entry("system.cpu.utilization.total", 0.42),
                        entry("system.cpu.utilization{cpu.mode=user}", 0.3),
                        entry("system.cpu.utilization{cpu.mode=system}", 0.1),
                        entry("system.cpu.utilization{cpu.mode=idle}", 0.58),
                        entry("system.cpu.utilization{cpu.mode=interrupt}", 0.02),
                        entry("system.cpu.logical.utilization{cpu.logical_number=0}", 0.84),
                        entry("system.cpu.logical.utilization{cpu.logical_number=1}", 0.0),
                        entry("system.memory.utilization{system.memory.state=used}", 0.625),
                        entry("system.paging.operations.rate{system.paging.direction=in}", 40.0),
                        entry("system.disk.io.rate{disk.io.direction=read,system.device=PHYSICALDRIVE0}", 4_194_304.0),
                        entry("system.disk.io.rate{disk.io.direction=read,system.device=PHYSICALDRIVE1}", 0.0),
                        // Windows counts what overlaps twice.
                        entry("system.disk.io_time.utilization{system.device=PHYSICALDRIVE0}", 1.0),
                        entry(
                                "system.network.io.rate{network.interface.name=Ethernet,network.io.direction=receive}",
                                1_250_000.0),
                        entry(
                                "system.network.packet.dropped.rate{network.interface.name=Ethernet,network.io.direction=receive}",
                                2.0),
                        entry("system.filesystem.utilization{system.filesystem.mountpoint=C:}", 0.45936),
                        entry("system.process.count", 213.0),
                        entry("system.uptime", 86_399.0));
        assertThat(sample.keySet())
                .noneMatch(name -> name.startsWith("system.cpu.load_average"))
                .noneMatch(name -> name.startsWith("hw.temperature"))
                .noneMatch(name -> name.contains("Filter") || name.contains("Scheduler") || name.contains("Wi-Fi"))
                .noneMatch(name -> name.contains("mountpoint=D:") || name.contains("mountpoint=E:"))
                .anyMatch(name -> name.contains("mountpoint=C:\\\\mnt\\\\data\\\\"));
    }
}
