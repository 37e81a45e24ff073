package dev.statusmonitor.agent.collect;

import dev.statusmonitor.agent.collect.CpuReading.Mode;
import dev.statusmonitor.agent.collect.CpuReading.Times;
import dev.statusmonitor.contract.TopProcesses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.LogicalProcessor;
import oshi.hardware.CentralProcessor.TickType;
import oshi.hardware.GlobalMemory;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.hardware.NetworkIF;
import oshi.hardware.NetworkIF.IfOperStatus;
import oshi.hardware.VirtualMemory;
import oshi.software.os.OSFileStore;
import oshi.software.os.OperatingSystem;
import oshi.spi.SystemInfoProvider;

/**
 * macOS and Windows, by OSHI. Calls into the operating system that may take their time there are made on other
 * threads.
 */
final class OshiSensors implements Sensors {
    /** Enough for a performance counter of Windows; a second's other values come in time all the same. */
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private static final Duration ONE_SECOND = Duration.ofMillis(1_500);

    private final Kind kind;
    private final Set<Mode> modes;
    private final HardwareAbstractionLayer hardware;
    private final OperatingSystem system;
    private final LongSupplier nanoTime;
    private final OshiDisks disks;
    private final SlowReading<CpuReading> cpu;
    private final SlowReading<MemoryReading> memory;
    private final SlowReading<SwapReading> swap;
    private final SlowReading<List<DiskReading>> disk;
    private final SlowReading<List<NetworkIF>> interfaces;
    private final SlowReading<List<NetworkReading>> networks;
    private final SlowReading<List<FilesystemReading>> filesystems;
    private final SlowReading<List<TemperatureReading>> temperatures;
    private final SlowReading<Long> processes;
    private final SlowReading<Long> threads;
    private int @Nullable [] processorNumbers;

    /** Where operating systems differ in what OSHI can tell of them. */
    enum Kind {
        LINUX,
        MACOS,
        WINDOWS
    }

    private static Set<Mode> modes(Kind kind) {
        return switch (kind) {
            case LINUX -> EnumSet.allOf(Mode.class);
            case MACOS -> EnumSet.of(Mode.USER, Mode.NICE, Mode.SYSTEM, Mode.IDLE);
            case WINDOWS -> EnumSet.of(Mode.USER, Mode.SYSTEM, Mode.IDLE, Mode.INTERRUPT);
        };
    }

    OshiSensors(Kind kind, SystemInfoProvider info, Executor pool, LongSupplier nanoTime) {
        this.kind = kind;
        this.modes = modes(kind);
        this.hardware = info.getHardware();
        this.system = info.getOperatingSystem();
        this.nanoTime = nanoTime;
        this.disks = new OshiDisks(hardware::getDiskStores, pool, nanoTime);
        var fast = new Readings(pool, nanoTime, Duration.ZERO, PATIENCE, ONE_SECOND);
        this.cpu = fast.of("processors", this::readCpu);
        this.memory = fast.of("memory", this::readMemory);
        this.swap = fast.of("swap", this::readSwap);
        this.disk = fast.of("disks' counters", disks::read);
        this.networks = fast.of("network counters", this::readNetworks);
        var slow = new Readings(pool, nanoTime, Duration.ofSeconds(5), Duration.ZERO, Duration.ofSeconds(30));
        this.temperatures = slow.of("temperatures", this::readTemperatures);
        this.processes = slow.of("number of processes", () -> (long) system.getProcessCount());
        this.threads = slow.of("number of threads", () -> (long) system.getThreadCount());
        var slower = new Readings(pool, nanoTime, Duration.ofSeconds(30), Duration.ZERO, Duration.ofSeconds(90));
        this.filesystems = slower.of("filesystems", this::readFilesystems);
        this.interfaces = slower.of("network interfaces", () -> hardware.getNetworkIFs());
    }

    private record Readings(Executor pool, LongSupplier nanoTime, Duration period, Duration patience, Duration lasts) {
        <T> SlowReading<T> of(String name, Callable<? extends @Nullable T> read) {
            return new SlowReading<>(name, pool, nanoTime, period, patience, lasts, read);
        }
    }

    @Override
    public @Nullable CpuReading cpu() {
        return cpu.latest();
    }

    private CpuReading readCpu() {
        CentralProcessor processor = hardware.getProcessor();
        Times total = times(-1, processor.getSystemCpuLoadTicks());
        long[][] ticks = processor.getProcessorCpuLoadTicks();
        int[] numbers = processorNumbers;
        if (numbers == null || numbers.length != ticks.length) {
            List<LogicalProcessor> processors = processor.getLogicalProcessors();
            numbers = new int[ticks.length];
            for (int i = 0; i < numbers.length; i++) {
                // On Windows numbers start anew in each group of 64; the place in the list is unique.
                numbers[i] = kind == Kind.WINDOWS || i >= processors.size()
                        ? i
                        : processors.get(i).getProcessorNumber();
            }
            processorNumbers = numbers;
        }
        var logical = new ArrayList<Times>(ticks.length);
        for (int i = 0; i < ticks.length; i++) {
            logical.add(times(numbers[i], ticks[i]));
        }
        return new CpuReading(modes, total, logical);
    }

    private static Times times(int number, long[] oshi) {
        var ticks = new long[Mode.COUNT];
        ticks[Mode.USER.index] = oshi[TickType.USER.getIndex()];
        ticks[Mode.NICE.index] = oshi[TickType.NICE.getIndex()];
        ticks[Mode.SYSTEM.index] = oshi[TickType.SYSTEM.getIndex()];
        ticks[Mode.IDLE.index] = oshi[TickType.IDLE.getIndex()];
        ticks[Mode.IOWAIT.index] = oshi[TickType.IOWAIT.getIndex()];
        ticks[Mode.INTERRUPT.index] = oshi[TickType.IRQ.getIndex()] + oshi[TickType.SOFTIRQ.getIndex()];
        ticks[Mode.STEAL.index] = oshi[TickType.STEAL.getIndex()];
        return new Times(number, ticks);
    }

    @Override
    public @Nullable LoadReading load() {
        double[] load = hardware.getProcessor().getSystemLoadAverage(3);
        // Windows has none, which OSHI tells by negative numbers.
        return load[0] < 0 ? null : new LoadReading(load[0], load[1], load[2]);
    }

    @Override
    public @Nullable MemoryReading memory() {
        return memory.latest();
    }

    private @Nullable MemoryReading readMemory() {
        GlobalMemory all = hardware.getMemory();
        return all.getTotal() <= 0 ? null : new MemoryReading(all.getTotal(), all.getAvailable(), -1, -1);
    }

    @Override
    public @Nullable SwapReading swap() {
        return swap.latest();
    }

    private @Nullable SwapReading readSwap() {
        long nanos = nanoTime.getAsLong();
        VirtualMemory virtual = hardware.getMemory().getVirtualMemory();
        long total = virtual.getSwapTotal();
        return total <= 0
                ? null
                : new SwapReading(
                        total,
                        Math.min(total, virtual.getSwapUsed()),
                        virtual.getSwapPagesIn(),
                        virtual.getSwapPagesOut(),
                        nanos);
    }

    @Override
    public @Nullable List<DiskReading> disks() {
        return disk.latest();
    }

    @Override
    public @Nullable List<NetworkReading> networks() {
        List<NetworkIF> known = interfaces.latest();
        if (known == null) {
            return null;
        }
        shown = known;
        return networks.latest();
    }

    private volatile List<NetworkIF> shown = List.of();

    private List<NetworkReading> readNetworks() {
        var readings = new ArrayList<NetworkReading>();
        var names = new HashSet<String>();
        for (NetworkIF each : shown) {
            String name = networkName(each);
            if (!shows(each) || !names.add(name)) {
                continue;
            }
            long nanos = nanoTime.getAsLong();
            if (each.updateAttributes()) {
                readings.add(new NetworkReading(
                        name,
                        each.getBytesRecv(),
                        each.getBytesSent(),
                        each.getPacketsRecv(),
                        each.getPacketsSent(),
                        each.getInErrors(),
                        each.getOutErrors(),
                        each.getInDrops(),
                        -1,
                        nanos));
            }
        }
        return readings;
    }

    /** On Windows what the user calls it (Ethernet 2, Wi-Fi), where Java would say eth7. */
    private String networkName(NetworkIF network) {
        String alias = network.getIfAlias();
        return kind == Kind.WINDOWS && !alias.isEmpty() ? alias : network.getName();
    }

    /**
     * macOS: the ports ({@code en…}), not what is laid over or beside them (bridges, tunnels, AWDL). Windows: what is
     * up and has a connector, not the filter drivers, which appear as interfaces of their own. Linux: what is up.
     */
    private boolean shows(NetworkIF network) {
        return switch (kind) {
            case LINUX -> network.getIfOperStatus() == IfOperStatus.UP;
            case MACOS -> network.getName().startsWith("en");
            case WINDOWS ->
                network.isConnectorPresent()
                        && network.getIfOperStatus() == IfOperStatus.UP
                        && !isFilter(network.getDisplayName());
        };
    }

    private static boolean isFilter(String displayName) {
        String name = displayName.toLowerCase(Locale.ROOT);
        return name.contains("lightweight filter") || name.contains("packet scheduler");
    }

    @Override
    public @Nullable List<FilesystemReading> filesystems() {
        return filesystems.latest();
    }

    private List<FilesystemReading> readFilesystems() {
        var readings = new ArrayList<FilesystemReading>();
        for (OSFileStore store : system.getFileSystem().getFileStores()) {
            if (shows(store)) {
                readings.add(new FilesystemReading(
                        mountpoint(store), store.getTotalSpace(), store.getFreeSpace(), store.getUsableSpace()));
            }
        }
        return readings;
    }

    /** Windows' {@code C:\}, without what would have to be escaped. */
    private String mountpoint(OSFileStore store) {
        String mount = store.getMount();
        return kind == Kind.WINDOWS && mount.length() == 3 && mount.endsWith(":\\") ? mount.substring(0, 2) : mount;
    }

    /**
     * macOS: the root and what is mounted below /Volumes; the system's other volumes share the root's space. Windows:
     * all but optical drives, which are full by nature.
     */
    private boolean shows(OSFileStore store) {
        return switch (kind) {
            case LINUX -> true;
            case MACOS -> store.getMount().equals("/") || store.getMount().startsWith("/Volumes/");
            case WINDOWS ->
                !Arrays.asList("CDFS", "UDF").contains(store.getType().toUpperCase(Locale.ROOT));
        };
    }

    @Override
    public @Nullable List<TemperatureReading> temperatures() {
        return temperatures.latest();
    }

    private List<TemperatureReading> readTemperatures() {
        double celsius = hardware.getSensors().getCpuTemperature();
        // OSHI says 0 or NaN where it cannot tell.
        return celsius > 0 ? List.of(new TemperatureReading("cpu", celsius)) : List.of();
    }

    @Override
    public @Nullable Long processes() {
        return processes.latest();
    }

    /** Not said: listing all processes costs more here than all the rest. */
    @Override
    public @Nullable TopProcesses topProcesses() {
        return null;
    }

    @Override
    public @Nullable Long threads() {
        return threads.latest();
    }

    @Override
    public @Nullable Double uptime() {
        return (double) system.getSystemUptime();
    }
}
