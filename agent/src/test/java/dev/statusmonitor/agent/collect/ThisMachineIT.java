package dev.statusmonitor.agent.collect;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.statusmonitor.agent.buffer.PlatformClock;
import dev.statusmonitor.agent.buffer.SampleQueue;
import dev.statusmonitor.contract.Metrics;
import dev.statusmonitor.contract.SeriesKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import oshi.hardware.HWDiskStore;

/** The same machine read in both ways: what is read by hand, and what OSHI reads on macOS and Windows. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc")
class ThisMachineIT {
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private LinuxDisks disks() {
        return new LinuxDisks(Path.of("/sys/block"), ThisMachineIT::stores, threads, System::nanoTime);
    }

    private static List<HWDiskStore> stores() {
        return new oshi.nativefree.SystemInfo().getHardware().getDiskStores();
    }

    private LinuxSensors byHand() {
        return new LinuxSensors(Path.of("/proc"), Path.of("/sys"), disks(), threads, System::nanoTime);
    }

    private OshiSensors byOshi() {
        return new OshiSensors(OshiSensors.Kind.LINUX, new oshi.nativefree.SystemInfo(), threads, System::nanoTime);
    }

    private static Map<String, Double> second(Sensors sensors) {
        PlatformClock clock = PlatformClock.system();
        var collector = new Collector(clock, new SampleQueue(clock, 5), sensors, List.of());
        var values = new TreeMap<String, Double>();
        await().until(() -> {
            collector.measure();
            SampleBuilder sample = collector.sample();
            for (int i = 0; i < sample.size(); i++) {
                values.put(sample.names().names().get(i), sample.values()[i]);
            }
            return values.containsKey(Metrics.CPU_TOTAL)
                    && values.containsKey(Metrics.PROCESSES)
                    && values.keySet().stream().anyMatch(name -> name.startsWith(Metrics.FILESYSTEM_UTILIZATION));
        });
        return values;
    }

    @Test
    void bothWaysTellTheSame() {
        Map<String, Double> hand = second(byHand());
        Map<String, Double> oshi = second(byOshi());

        for (String name : new String[] {
            Metrics.CPU_COUNT, Metrics.MEMORY_LIMIT, "system.filesystem.limit{system.filesystem.mountpoint=/}"
        }) {
            assertThat(hand.get(name)).as(name).isEqualTo(oshi.get(name));
        }
        assertThat(requireNonNull(hand.get(Metrics.UPTIME)))
                .isCloseTo(requireNonNull(oshi.get(Metrics.UPTIME)), within(30.0));
        assertThat(requireNonNull(hand.get(Metrics.PROCESSES)))
                .isCloseTo(requireNonNull(oshi.get(Metrics.PROCESSES)), within(200.0));
        assertThat(hand.keySet())
                .allSatisfy(name ->
                        assertThat(Metrics.find(SeriesKey.parse(name).metric())).isPresent());
    }

    @Test
    void disksAreCountedAsOshiCountsThem() {
        LinuxDisks disks = disks();
        List<DiskReading> before = await().until(disks::read, Objects::nonNull);
        Map<String, HWDiskStore> oshi = stores().stream()
                .filter(store -> OshiDisks.isShown(OshiDisks.device(store)))
                .collect(Collectors.toMap(OshiDisks::device, store -> store));
        List<DiskReading> after = requireNonNull(disks.read());

        assertThat(before.stream().map(DiskReading::device)).containsExactlyInAnyOrderElementsOf(oshi.keySet());
        for (int i = 0; i < before.size(); i++) {
            DiskReading first = before.get(i);
            DiskReading last = after.get(i);
            HWDiskStore store = requireNonNull(oshi.get(first.device()));
            assertThat(store.getReads()).isBetween(first.reads(), last.reads());
            assertThat(store.getReadBytes()).isBetween(first.readBytes(), last.readBytes());
            assertThat(store.getWrites()).isBetween(first.writes(), last.writes());
            assertThat(store.getWriteBytes()).isBetween(first.writtenBytes(), last.writtenBytes());
            assertThat(store.getTransferTime()).isBetween(first.busyMillis(), last.busyMillis());
        }
    }

    @Test
    void statesAddUpOnThisMachine() throws Exception {
        Map<String, Double> values = second(byHand());
        double memory = values.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(Metrics.MEMORY + "{"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
        double modes = values.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(Metrics.CPU + "{"))
                .mapToDouble(Map.Entry::getValue)
                .sum();

        assertThat(memory).isEqualTo(values.get(Metrics.MEMORY_LIMIT));
        assertThat(modes).isCloseTo(1, within(1e-3));
        String total = Files.readAllLines(Path.of("/proc/meminfo")).get(0).replaceAll("\\D", "");
        assertThat(memory).isEqualTo(Long.parseLong(total) * 1_024.0);
    }

    @Test
    void describesThisMachine() {
        assertThat(ThisHost.resource("my host", "1.2.3"))
                .containsEntry("host.name", "my host")
                .containsEntry("os.type", "linux")
                .containsEntry("service.version", "1.2.3")
                .containsKeys("host.arch", "os.description", "process.runtime.version")
                .allSatisfy((key, value) -> assertThat(value).isNotBlank().hasSizeLessThanOrEqualTo(200));
        assertThat(ThisHost.name()).isNotBlank();
    }
}
