package dev.statusmonitor.benchmarks.load;

import dev.statusmonitor.contract.Metric;
import dev.statusmonitor.contract.Metrics;
import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.contract.SeriesKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * What one host's agent sends each second: every metric that the real agent sends of a Linux server as it is installed,
 * of devices that differ a little from host to host. Written once; from second to second the digits that would change are written over, so that
 * the load costs little and still looks like one.
 */
public final class AgentBody {
    private static final int UPTIME_DIGITS = 8;
    private static final long FIRST_UPTIME = 10_000_000;

    private final byte[] bytes;
    private final List<String> series;
    private final int timestampAt;
    private final int uptimeAt;
    /** Where digits stand that move. */
    private final int[] moving;

    private long random;

    private AgentBody(byte[] bytes, List<String> series, int timestampAt, int uptimeAt, int[] moving, long seed) {
        this.bytes = bytes;
        this.series = series;
        this.timestampAt = timestampAt;
        this.uptimeAt = uptimeAt;
        this.moving = moving;
        this.random = seed | 1;
    }

    /** The body of the host of this number; the same number gives the same devices. */
    public static AgentBody of(int host) {
        return new Writer(host).write();
    }

    /** How many values a sample has. */
    public int size() {
        return series.size();
    }

    /** The names of the values. */
    public List<String> series() {
        return series;
    }

    /** The JSON; not to be changed but by {@link #at}. */
    byte[] bytes() {
        return bytes;
    }

    /**
     * Makes it the sample of another second.
     *
     * @param timestamp Unix time in milliseconds
     * @param second counts up from 0; comes back as {@link #uptime} of it
     */
    void at(long timestamp, int second) {
        write(timestampAt, 13, timestamp);
        write(uptimeAt, UPTIME_DIGITS, FIRST_UPTIME + second);
        long bits = 0;
        int left = 0;
        for (int position : moving) {
            if (left == 0) {
                random ^= random << 13;
                random ^= random >>> 7;
                random ^= random << 17;
                bits = random & Long.MAX_VALUE;
                left = 18;
            }
            bytes[position] = (byte) ('0' + bits % 10);
            bits /= 10;
            left--;
        }
    }

    /** What {@code system.uptime} is in the sample of this second, which tells every sample of a host from the others. */
    public static double uptime(int second) {
        return FIRST_UPTIME + second;
    }

    private void write(int at, int digits, long value) {
        long rest = value;
        for (int i = at + digits - 1; i >= at; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** Puts a body together. In the forms, each {@code #} is a digit that moves. */
    private static final class Writer {
        private static final String[] DISKS = {"sda", "nvme0n1", "vda", "xvda"};
        private static final String[] INTERFACES = {"eth0", "ens3", "enp1s0", "wlan0"};

        private final SplittableRandom choice;
        private final StringBuilder json = new StringBuilder(4_096);
        private final List<String> series = new ArrayList<>();
        private final List<Integer> moving = new ArrayList<>();
        private final int host;

        Writer(int host) {
            this.host = host;
            this.choice = new SplittableRandom(host);
        }

        AgentBody write() {
            json.append("{\"schema\":").append(Sample.SCHEMA).append(",\"timestamp\":");
            int timestampAt = json.length();
            json.append("0000000000000,\"metrics\":{");
            int processors = 2 + choice.nextInt(3);
            add(Metrics.CPU_TOTAL, "0.0####");
            for (String mode : new String[] {"user", "nice", "system", "idle", "iowait", "interrupt", "steal"}) {
                add(Metrics.CPU, mode.equals("nice") || mode.equals("steal") ? "0" : "0.0####", "cpu.mode", mode);
            }
            add(Metrics.CPU_COUNT, Integer.toString(processors));
            add(Metrics.LOAD_1M, "0.##");
            add(Metrics.LOAD_5M, "0.3#");
            add(Metrics.LOAD_15M, "0.2#");
            add(Metrics.MEMORY_LIMIT, "8326090752");
            add(Metrics.MEMORY, "21####7536", "system.memory.state", "used");
            add(Metrics.MEMORY, "41####1712", "system.memory.state", "free");
            add(Metrics.MEMORY, "1835###84", "system.memory.state", "buffers");
            add(Metrics.MEMORY, "185####648", "system.memory.state", "cached");
            add(Metrics.MEMORY_UTILIZATION, "0.25###", "system.memory.state", "used");
            add(Metrics.PAGING, "52428800", "system.paging.state", "used");
            add(Metrics.PAGING, "2094727168", "system.paging.state", "free");
            add(Metrics.PAGING_UTILIZATION, "0.02442", "system.paging.state", "used");
            add(Metrics.PAGING_RATE, "0", "system.paging.direction", "in");
            add(Metrics.PAGING_RATE, "0", "system.paging.direction", "out");
            add(Metrics.PROCESSES, "1##");
            add(Metrics.THREADS, "3##");
            add(Metrics.UPTIME, "1".repeat(UPTIME_DIGITS));
            int uptimeAt = json.length() - 1 - UPTIME_DIGITS;
            add(Metrics.CLOCK_OFFSET, "0.00#");
            add(Metrics.QUEUE_SIZE, "0");
            add(Metrics.DROPPED, "0");
            addFilesystem("/");
            if (choice.nextInt(2) == 0) {
                addFilesystem(choice.nextInt(2) == 0 ? "/home" : "/srv/data" + host % 50);
            }
            addDisk(DISKS[choice.nextInt(DISKS.length)]);
            if (choice.nextInt(3) == 0) {
                addDisk("sdb");
            }
            addInterface(INTERFACES[choice.nextInt(INTERFACES.length)]);
            if (choice.nextInt(3) == 0) {
                addInterface("veth" + Integer.toHexString(0x10000 + choice.nextInt(0xffff)));
            }
            for (String state : Metrics.TCP_STATES) {
                boolean some = state.equals("established");
                add(
                        Metrics.CONNECTIONS,
                        some ? "1#" : "0",
                        "network.connection.state",
                        state,
                        "network.transport",
                        "tcp");
            }
            if (choice.nextInt(4) == 0) {
                addContainer("%012x".formatted(choice.nextLong(1L << 48)));
            }
            for (int i = choice.nextInt(3); i > 0; i--) {
                add(Metrics.TEMPERATURE, "4#.5", "hw.id", "coretemp/" + i);
            }
            for (int i = 0; i < processors; i++) {
                add(Metrics.CPU_LOGICAL, "0.0####", "cpu.logical_number", Integer.toString(i));
            }
            json.setCharAt(json.length() - 1, '}');
            json.append('}');
            return new AgentBody(
                    json.toString().getBytes(StandardCharsets.UTF_8),
                    List.copyOf(series),
                    timestampAt,
                    uptimeAt,
                    moving.stream().mapToInt(Integer::intValue).toArray(),
                    choice.nextLong());
        }

        private void addFilesystem(String mountpoint) {
            String key = "system.filesystem.mountpoint";
            add(Metrics.FILESYSTEM_LIMIT, "105089261568", key, mountpoint);
            add(Metrics.FILESYSTEM, "412#####704", key, mountpoint, "system.filesystem.state", "used");
            add(Metrics.FILESYSTEM, "584#####320", key, mountpoint, "system.filesystem.state", "free");
            add(Metrics.FILESYSTEM, "5368709120", key, mountpoint, "system.filesystem.state", "reserved");
            add(Metrics.FILESYSTEM_UTILIZATION, "0.413##", key, mountpoint);
        }

        private void addDisk(String device) {
            for (String direction : new String[] {"read", "write"}) {
                boolean idle = direction.equals("read");
                add(Metrics.DISK_IO, idle ? "0" : "4####.###", "system.device", device, "disk.io.direction", direction);
                add(
                        Metrics.DISK_OPERATIONS,
                        idle ? "0" : "1#.###",
                        "system.device",
                        device,
                        "disk.io.direction",
                        direction);
            }
            add(Metrics.DISK_BUSY, "0.00###", "system.device", device);
        }

        private void addContainer(String id) {
            add(Metrics.CONTAINER_CPU, "0.0####", "container.id", id);
            add(Metrics.CONTAINER_MEMORY, "13####728", "container.id", id);
            add(Metrics.CONTAINER_WORKING_SET, "12####112", "container.id", id);
        }

        private void addInterface(String name) {
            for (String direction : new String[] {"receive", "transmit"}) {
                addNetwork(Metrics.NETWORK_IO, "1####.###", name, direction);
                addNetwork(Metrics.NETWORK_PACKETS, "5#.###", name, direction);
                addNetwork(Metrics.NETWORK_ERRORS, "0", name, direction);
                addNetwork(Metrics.NETWORK_DROPPED, "0", name, direction);
            }
        }

        private void addNetwork(String metric, String form, String name, String direction) {
            add(metric, form, "network.interface.name", name, "network.io.direction", direction);
        }

        private void add(String metric, String form, String... attributes) {
            var pairs = new TreeMap<String, String>();
            for (int i = 0; i < attributes.length; i += 2) {
                pairs.put(attributes[i], attributes[i + 1]);
            }
            Metric known = Metrics.find(metric).orElseThrow();
            if (!known.attributes().containsAll(pairs.keySet())) {
                throw new IllegalStateException(metric + " has no attributes " + pairs.keySet());
            }
            String name = SeriesKey.of(metric, pairs).toString();
            series.add(name);
            json.append('"').append(name).append("\":");
            for (int i = 0; i < form.length(); i++) {
                char c = form.charAt(i);
                if (c == '#') {
                    moving.add(json.length());
                }
                json.append(c == '#' ? '0' : c);
            }
            json.append(',');
        }
    }
}
