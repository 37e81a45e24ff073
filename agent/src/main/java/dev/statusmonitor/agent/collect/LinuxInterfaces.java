package dev.statusmonitor.agent.collect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Which network interfaces of Linux are shown: those with hardware behind them, up or down. What passes a bridge, a
 * bond, a VLAN, a tunnel or a container's interface passes one of these as well, and would count twice. Where there is
 * no hardware at all (in a container), every interface that is up and not a container's other end; the loopback never.
 *
 * <p>Looked up once a minute, and at once for a new name.
 */
final class LinuxInterfaces {
    private static final long PERIOD = Duration.ofMinutes(1).toNanos();
    private static final List<String> PLUMBING =
            List.of("veth", "docker", "br-", "virbr", "cni", "cali", "flannel", "cilium", "lxc", "podman", "ifb");

    private final Path net;
    private final LongSupplier nanoTime;
    private final Map<String, Kind> kinds = new HashMap<>();
    private long lookedAt;
    private boolean hardware;

    private enum Kind {
        HARDWARE,
        UP,
        HIDDEN
    }

    /** @param net {@code /sys/class/net} */
    LinuxInterfaces(Path net, LongSupplier nanoTime) {
        this.net = net;
        this.nanoTime = nanoTime;
    }

    /** Begins a reading of all interfaces. */
    void begin() {
        long now = nanoTime.getAsLong();
        if (kinds.isEmpty() || now - lookedAt >= PERIOD) {
            lookedAt = now;
            kinds.clear();
            try (var names = Files.newDirectoryStream(net)) {
                names.forEach(path -> kind(String.valueOf(path.getFileName())));
            } catch (IOException e) {
                // Without sysfs nothing is known to be hardware, and everything is asked for one by one.
            }
            hardware = kinds.containsValue(Kind.HARDWARE);
        }
    }

    /** Whether to show an interface. */
    boolean shows(String name) {
        Kind kind = kind(name);
        hardware |= kind == Kind.HARDWARE;
        return kind == Kind.HARDWARE || (kind == Kind.UP && !hardware);
    }

    private Kind kind(String name) {
        Kind kind = kinds.get(name);
        if (kind == null) {
            kind = look(name);
            kinds.put(name, kind);
        }
        return kind;
    }

    private Kind look(String name) {
        if (name.equals("lo")) {
            return Kind.HIDDEN;
        }
        Path directory = net.resolve(name);
        if (Files.exists(directory.resolve("device"))) {
            return Kind.HARDWARE;
        }
        if (PLUMBING.stream().anyMatch(name::startsWith)) {
            return Kind.HIDDEN;
        }
        try {
            // Tunnels and the like don't know whether they are up.
            String state = Files.readString(directory.resolve("operstate")).strip();
            return state.equals("up") || state.equals("unknown") ? Kind.UP : Kind.HIDDEN;
        } catch (IOException e) {
            return Kind.UP;
        }
    }
}
