package dev.statusmonitor.agent.collect;

import dev.statusmonitor.agent.collect.CpuReading.Mode;
import dev.statusmonitor.agent.collect.CpuReading.Times;
import dev.statusmonitor.contract.TopProcesses;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Linux. Which disks there are, by OSHI's native-free sensors; the rest from {@code /proc} and {@code /sys}, where OSHI
 * leaves out what is shown or costs too much each second (RATIONALE.md has the list).
 */
final class LinuxSensors implements Sensors {
    private static final Set<Mode> MODES = EnumSet.allOf(Mode.class);

    private final ProcFile stat;
    private final ProcFile loadavg;
    private final ProcFile meminfo;
    private final ProcFile vmstat;
    private final ProcFile netDev;
    private final ProcFile uptime;
    private final LongSupplier nanoTime;
    private final LinuxInterfaces interfaces;
    private final LinuxFilesystems filesystems;
    private final LinuxDisks disks;
    private final SlowReading<List<TemperatureReading>> temperatures;
    private final SlowReading<LinuxProcesses.Reading> processes;
    private long swapTotal;
    private long swapFree;
    private long threadCount = -1;

    /**
     * @param proc {@code /proc}
     * @param sys {@code /sys}
     * @param threads where slow readings run
     */
    LinuxSensors(Path proc, Path sys, LinuxDisks disks, Executor threads, LongSupplier nanoTime) {
        this.stat = new ProcFile(proc.resolve("stat"));
        this.loadavg = new ProcFile(proc.resolve("loadavg"));
        this.meminfo = new ProcFile(proc.resolve("meminfo"));
        this.vmstat = new ProcFile(proc.resolve("vmstat"));
        this.netDev = new ProcFile(proc.resolve("net/dev"));
        this.uptime = new ProcFile(proc.resolve("uptime"));
        this.nanoTime = nanoTime;
        this.interfaces = new LinuxInterfaces(sys.resolve("class/net"), nanoTime);
        this.filesystems =
                new LinuxFilesystems(proc.resolve("self/mounts"), threads, nanoTime, LinuxFilesystems::statvfs);
        this.disks = disks;
        // Temperatures move slowly, and some chips take milliseconds to answer.
        this.temperatures = new SlowReading<>(
                "temperatures",
                threads,
                nanoTime,
                Duration.ofSeconds(5),
                Duration.ZERO,
                Duration.ofSeconds(30),
                new LinuxTemperatures(sys)::read);
        // Listing the processes costs more than all that is read each second.
        this.processes = new SlowReading<>(
                "processes",
                threads,
                nanoTime,
                Duration.ofSeconds(5),
                Duration.ZERO,
                Duration.ofSeconds(15),
                new LinuxProcesses(proc, nanoTime)::read);
    }

    @Override
    public @Nullable CpuReading cpu() throws IOException {
        stat.read();
        Times total = null;
        var logical = new ArrayList<Times>();
        while (stat.line() && stat.skip("cpu")) {
            if (stat.skip(" ")) {
                total = times(-1);
            } else {
                logical.add(times((int) stat.number()));
            }
        }
        return total == null ? null : new CpuReading(MODES, total, logical);
    }

    private Times times(int number) {
        var ticks = new long[Mode.COUNT];
        ticks[Mode.USER.index] = stat.number();
        ticks[Mode.NICE.index] = stat.number();
        ticks[Mode.SYSTEM.index] = stat.number();
        ticks[Mode.IDLE.index] = stat.number();
        ticks[Mode.IOWAIT.index] = stat.number();
        ticks[Mode.INTERRUPT.index] = stat.number() + stat.number();
        ticks[Mode.STEAL.index] = stat.number();
        return new Times(number, ticks);
    }

    @Override
    public @Nullable LoadReading load() throws IOException {
        loadavg.read();
        if (!loadavg.line()) {
            return null;
        }
        var reading = new LoadReading(loadavg.decimal(), loadavg.decimal(), loadavg.decimal());
        loadavg.number();
        threadCount = loadavg.skip("/") ? loadavg.number() : -1;
        return reading;
    }

    @Override
    public @Nullable Long threads() {
        // Stands in the same line as the load.
        return threadCount < 0 ? null : threadCount;
    }

    @Override
    public @Nullable MemoryReading memory() throws IOException {
        long total = 0;
        long free = 0;
        long buffers = 0;
        long cached = 0;
        long reclaimable = 0;
        long shared = 0;
        swapTotal = 0;
        swapFree = 0;
        meminfo.read();
        while (meminfo.line()) {
            if (meminfo.skip("MemTotal:")) {
                total = kibibytes();
            } else if (meminfo.skip("MemFree:")) {
                free = kibibytes();
            } else if (meminfo.skip("Buffers:")) {
                buffers = kibibytes();
            } else if (meminfo.skip("Cached:")) {
                cached = kibibytes();
            } else if (meminfo.skip("SReclaimable:")) {
                reclaimable = kibibytes();
            } else if (meminfo.skip("Shmem:")) {
                shared = kibibytes();
            } else if (meminfo.skip("SwapTotal:")) {
                swapTotal = kibibytes();
            } else if (meminfo.skip("SwapFree:")) {
                swapFree = kibibytes();
            }
        }
        // The kernel counts shared memory as cached, though it cannot be had by dropping it.
        return total <= 0 ? null : new MemoryReading(total, free, buffers, Math.max(0, cached + reclaimable - shared));
    }

    private long kibibytes() {
        return meminfo.number() * 1_024;
    }

    @Override
    public @Nullable SwapReading swap() throws IOException {
        // Read with the memory, just before.
        if (swapTotal <= 0) {
            return null;
        }
        long in = -1;
        long out = -1;
        long nanos = nanoTime.getAsLong();
        vmstat.read();
        while (vmstat.line() && (in < 0 || out < 0)) {
            if (vmstat.skip("pswpin ")) {
                in = vmstat.number();
            } else if (vmstat.skip("pswpout ")) {
                out = vmstat.number();
            }
        }
        return new SwapReading(swapTotal, swapTotal - swapFree, in, out, nanos);
    }

    @Override
    public @Nullable List<DiskReading> disks() {
        return disks.read();
    }

    @Override
    public List<NetworkReading> networks() throws IOException {
        var readings = new ArrayList<NetworkReading>();
        interfaces.begin();
        long nanos = nanoTime.getAsLong();
        netDev.read();
        while (netDev.line()) {
            String name = netDev.nameUntil(':');
            if (name == null || !interfaces.shows(name)) {
                continue;
            }
            long receivedBytes = netDev.number();
            long receivedPackets = netDev.number();
            long receiveErrors = netDev.number();
            long receiveDropped = netDev.number();
            for (int i = 0; i < 4; i++) {
                netDev.number();
            }
            long sentBytes = netDev.number();
            long sentPackets = netDev.number();
            long sendErrors = netDev.number();
            long sendDropped = netDev.number();
            readings.add(new NetworkReading(
                    name,
                    receivedBytes,
                    sentBytes,
                    receivedPackets,
                    sentPackets,
                    receiveErrors,
                    sendErrors,
                    receiveDropped,
                    sendDropped,
                    nanos));
        }
        return readings;
    }

    @Override
    public List<FilesystemReading> filesystems() throws IOException {
        return filesystems.latest();
    }

    /** The filesystems that have answered lately. */
    List<String> mountpoints() {
        return filesystems.answering();
    }

    @Override
    public @Nullable List<TemperatureReading> temperatures() {
        return temperatures.latest();
    }

    @Override
    public @Nullable Long processes() {
        LinuxProcesses.Reading reading = processes.latest();
        return reading == null ? null : reading.count();
    }

    @Override
    public @Nullable TopProcesses topProcesses() {
        LinuxProcesses.Reading reading = processes.latest();
        return reading == null ? null : reading.top();
    }

    @Override
    public @Nullable Double uptime() throws IOException {
        uptime.read();
        return uptime.line() ? uptime.decimal() : null;
    }
}
