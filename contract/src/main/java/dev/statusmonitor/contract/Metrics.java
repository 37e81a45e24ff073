package dev.statusmonitor.contract;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The metrics that this version knows, by the
 * <a href="https://opentelemetry.io/docs/specs/semconv/system/system-metrics/">OpenTelemetry semantic conventions</a>
 * and in UCUM units. OpenTelemetry counts; a person looks at rates, so counters appear as {@code ….rate} metrics of
 * our own, computed by the agent, which sees every reset and wrap. Shares are 0 to 1.
 */
public final class Metrics {
    /** The most values that a sample may have. */
    public static final int MAX_VALUES = 1_000;

    /** The most devices of one metric that a sample may name. */
    public static final int MAX_DEVICES = 64;

    private static final double MAX_BYTES = 1L << 62;
    private static final double MAX_RATE = 1e15;
    private static final Map<String, Metric> BY_NAME = new LinkedHashMap<>();

    /** Busy share of all processors, 1 minus idle. */
    public static final String CPU_TOTAL = share("system.cpu.utilization.total", "", "Busy share of all processors");

    /** Share of time by mode; the modes add up to 1. */
    public static final String CPU = share("system.cpu.utilization", "", "Share of processor time by mode", "cpu.mode");

    /** Busy share of each logical processor. */
    public static final String CPU_LOGICAL =
            share("system.cpu.logical.utilization", "cpu.logical_number", "Busy share of a logical processor");

    public static final String CPU_COUNT =
            add("system.cpu.logical.count", "{cpu}", 1, 65_536, "", "Logical processors");
    public static final String LOAD_1M = add("system.cpu.load_average.1m", "{thread}", 0, 1e6, "", "Load over 1 min");
    public static final String LOAD_5M = add("system.cpu.load_average.5m", "{thread}", 0, 1e6, "", "Load over 5 min");
    public static final String LOAD_15M =
            add("system.cpu.load_average.15m", "{thread}", 0, 1e6, "", "Load over 15 min");

    /** used, free, buffers and cached add up to {@link #MEMORY_LIMIT}. */
    public static final String MEMORY =
            add("system.memory.usage", "By", 0, MAX_BYTES, "", "Memory by state", "system.memory.state");

    public static final String MEMORY_LIMIT = add("system.memory.limit", "By", 0, MAX_BYTES, "", "Physical memory");

    /** Share of physical memory that is used and cannot be reclaimed; only the state used is sent. */
    public static final String MEMORY_UTILIZATION =
            share("system.memory.utilization", "", "Used share of memory", "system.memory.state");

    public static final String PAGING =
            add("system.paging.usage", "By", 0, MAX_BYTES, "", "Swap by state", "system.paging.state");
    public static final String PAGING_UTILIZATION =
            share("system.paging.utilization", "", "Used share of swap", "system.paging.state");
    public static final String PAGING_RATE = add(
            "system.paging.operations.rate",
            "{operation}/s",
            0,
            MAX_RATE,
            "",
            "Pages swapped in and out",
            "system.paging.direction");

    public static final String DISK_IO = add(
            "system.disk.io.rate", "By/s", 0, MAX_RATE, "system.device", "Bytes read and written", "disk.io.direction");
    public static final String DISK_OPERATIONS = add(
            "system.disk.operations.rate",
            "{operation}/s",
            0,
            MAX_RATE,
            "system.device",
            "Reads and writes",
            "disk.io.direction");

    /** Share of the time in which a disk had something to do. */
    public static final String DISK_BUSY =
            share("system.disk.io_time.utilization", "system.device", "Busy share of a disk");

    public static final String FILESYSTEM = add(
            "system.filesystem.usage",
            "By",
            0,
            MAX_BYTES,
            "system.filesystem.mountpoint",
            "Space by state",
            "system.filesystem.state");
    public static final String FILESYSTEM_LIMIT =
            add("system.filesystem.limit", "By", 0, MAX_BYTES, "system.filesystem.mountpoint", "Size of a filesystem");
    public static final String FILESYSTEM_UTILIZATION =
            share("system.filesystem.utilization", "system.filesystem.mountpoint", "Used share of a filesystem");

    /** Used and free; what cannot have more than is free now (btrfs, zfs) has none of these. */
    public static final String INODES = add(
            "system.filesystem.inodes.usage",
            "{inode}",
            0,
            MAX_BYTES,
            "system.filesystem.mountpoint",
            "Inodes by state",
            "system.filesystem.state");

    public static final String INODES_UTILIZATION =
            share("system.filesystem.inodes.utilization", "system.filesystem.mountpoint", "Used share of the inodes");

    public static final String NETWORK_IO = network("system.network.io.rate", "By/s", "Bytes received and sent");
    public static final String NETWORK_PACKETS =
            network("system.network.packet.rate", "{packet}/s", "Packets received and sent");
    public static final String NETWORK_ERRORS =
            network("system.network.errors.rate", "{error}/s", "Errors receiving and sending");
    public static final String NETWORK_DROPPED =
            network("system.network.packet.dropped.rate", "{packet}/s", "Packets dropped");

    /** The states of a TCP connection (RFC 9293) in OpenTelemetry's spelling and the order of Linux's numbers, which begin at 1. */
    public static final List<String> TCP_STATES = List.of(
            "established",
            "syn_sent",
            "syn_received",
            "fin_wait_1",
            "fin_wait_2",
            "time_wait",
            "closed",
            "close_wait",
            "last_ack",
            "listen",
            "closing");

    /** TCP over IPv4 and IPv6, by {@link #TCP_STATES}. */
    public static final String CONNECTIONS = add(
            "system.network.connection.count",
            "{connection}",
            0,
            1e9,
            "",
            "TCP connections by state",
            "network.connection.state",
            "network.transport");

    public static final String PROCESSES = add("system.process.count", "{process}", 0, 1e9, "", "Processes");
    public static final String THREADS = add("system.process.thread.count", "{thread}", 0, 1e9, "", "Threads");
    public static final String UPTIME = add("system.uptime", "s", 0, 1e10, "", "Time since the host started");
    public static final String TEMPERATURE =
            add("hw.temperature", "Cel", -273.15, 1_000, "hw.id", "Temperature of a sensor");

    /** Charge of a battery. */
    public static final String BATTERY_CHARGE = share("hw.battery.charge", "hw.id", "Charge of a battery");

    public static final String GPU = share("hw.gpu.utilization", "hw.id", "Busy share of a GPU");
    public static final String GPU_MEMORY = add("hw.gpu.memory.usage", "By", 0, MAX_BYTES, "hw.id", "Memory of a GPU");
    public static final String GPU_MEMORY_LIMIT =
            add("hw.gpu.memory.limit", "By", 0, MAX_BYTES, "hw.id", "Size of a GPU's memory");

    /** Processors that a container keeps busy. */
    public static final String CONTAINER_CPU =
            add("container.cpu.usage", "{cpu}", 0, 65_536, "container.id", "Processors that a container keeps busy");

    /** As its limit counts it, page cache included. */
    public static final String CONTAINER_MEMORY =
            add("container.memory.usage", "By", 0, MAX_BYTES, "container.id", "Memory of a container");

    /** Without page cache that can be had at once. */
    public static final String CONTAINER_WORKING_SET = add(
            "container.memory.working_set", "By", 0, MAX_BYTES, "container.id", "Memory that a container cannot give");

    /** How many services of systemd are in a state: one for each state, whatever services there are. */
    public static final String UNITS = add(
            "systemd.unit.count", "{unit}", 0, 1e6, "", "Services of systemd by state", "systemd.unit.active_state");

    /** 1 for each service of systemd that failed; the others are not named. */
    public static final String UNIT = add(
            "systemd.unit.state",
            "1",
            0,
            1,
            "systemd.unit.name",
            "Services of systemd that failed",
            "systemd.unit.active_state");

    /** The platform's clock minus the host's, as the agent learned it from the platform's answers. */
    public static final String CLOCK_OFFSET =
            add("statusmonitor.agent.clock.offset", "s", -1e10, 1e10, "", "Platform's clock minus the host's");

    public static final String QUEUE_SIZE =
            add("statusmonitor.agent.queue.size", "{sample}", 0, 1e9, "", "Samples waiting to be sent");
    public static final String DROPPED =
            add("statusmonitor.agent.samples.dropped", "{sample}", 0, 1e15, "", "Samples lost since the agent started");

    private Metrics() {}

    /** The metric of this name, where this version knows it. */
    public static Optional<Metric> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** All, in a fixed order. */
    public static Collection<Metric> all() {
        return java.util.Collections.unmodifiableCollection(BY_NAME.values());
    }

    private static String share(String name, String device, String description, String... attributes) {
        return add(name, "1", 0, 1, device, description, attributes);
    }

    private static String network(String name, String unit, String description) {
        return add(name, unit, 0, MAX_RATE, "network.interface.name", description, "network.io.direction");
    }

    private static String add(
            String name, String unit, double min, double max, String device, String description, String... attributes) {
        var keys = new java.util.TreeSet<>(Set.of(attributes));
        if (!device.isEmpty()) {
            keys.add(device);
        }
        BY_NAME.put(
                name,
                new Metric(name, unit, min, max, java.util.Collections.unmodifiableSet(keys), device, description));
        return name;
    }
}
