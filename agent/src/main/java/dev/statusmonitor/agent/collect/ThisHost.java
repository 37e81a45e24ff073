package dev.statusmonitor.agent.collect;

import dev.statusmonitor.agent.buffer.PlatformClock;
import dev.statusmonitor.agent.buffer.SampleQueue;
import dev.statusmonitor.contract.Sample;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import oshi.software.os.OperatingSystem;
import oshi.spi.SystemInfoProvider;

/** Chooses the sensors for the operating system that the agent runs on, and says what host this is. */
public final class ThisHost {
    private enum Family {
        LINUX("linux"),
        MACOS("darwin"),
        WINDOWS("windows");

        /** OpenTelemetry's {@code os.type}. */
        final String type;

        Family(String type) {
            this.type = type;
        }
    }

    /** What the platform takes. */
    private static final int LONGEST_VALUE = 200;

    private ThisHost() {}

    /**
     * A collector of this host's samples.
     *
     * @param extras what is collected beyond the basics
     * @throws UnsupportedOperationException with a sentence, on an operating system that the agent doesn't know
     */
    public static Collector collector(PlatformClock clock, SampleQueue queue, Set<Extras> extras) {
        Executor threads = threads();
        Family family = family();
        if (family == Family.LINUX) {
            return linux(clock, queue, extras, threads);
        }
        SystemInfoProvider info = WithNative.provider();
        var kind = family == Family.MACOS ? OshiSensors.Kind.MACOS : OshiSensors.Kind.WINDOWS;
        return new Collector(
                clock,
                queue,
                new OshiSensors(kind, info, threads, System::nanoTime),
                Extras.oshi(extras, info::getHardware, threads, System::nanoTime));
    }

    private static Collector linux(PlatformClock clock, SampleQueue queue, Set<Extras> extras, Executor threads) {
        var hardware = new oshi.nativefree.SystemInfo().getHardware();
        Path proc = Path.of("/proc");
        Path sys = Path.of("/sys");
        var sensors = new LinuxSensors(
                proc,
                sys,
                new LinuxDisks(sys.resolve("block"), hardware::getDiskStores, threads, System::nanoTime),
                threads,
                System::nanoTime);
        return new Collector(
                clock,
                queue,
                sensors,
                Extras.linux(
                        extras,
                        proc,
                        sys,
                        Path.of("/run"),
                        sensors::mountpoints,
                        () -> hardware,
                        threads,
                        System::nanoTime));
    }

    /** As many threads as there are readings that hang, and one that waits for the next reading. */
    private static Executor threads() {
        return new ThreadPoolExecutor(0, 128, 40, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            var thread = new Thread(task, "reading");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The part that needs native code, in a class of its own so that Linux never loads it. */
    private static final class WithNative {
        static SystemInfoProvider provider() {
            return new oshi.SystemInfo();
        }
    }

    private static Family family() {
        String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (name.startsWith("linux")) {
            return Family.LINUX;
        } else if (name.startsWith("mac")) {
            return Family.MACOS;
        } else if (name.startsWith("windows")) {
            return Family.WINDOWS;
        }
        throw new UnsupportedOperationException("The agent runs on Linux, macOS and Windows, not on " + name + ".");
    }

    /**
     * What does not change by the second, as OpenTelemetry resource attributes.
     *
     * @param name what the host is called
     * @param version the agent's
     */
    public static Map<String, String> resource(String name, String version) {
        Family family = family();
        var resource = new LinkedHashMap<String, String>();
        resource.put("host.name", name);
        resource.put("host.arch", architecture(System.getProperty("os.arch", "")));
        resource.put("os.type", family.type);
        if (family == Family.LINUX) {
            addLinux(resource, Path.of("/"));
        } else {
            SystemInfoProvider info = WithNative.provider();
            OperatingSystem system = info.getOperatingSystem();
            resource.put("os.name", system.getFamily());
            resource.put("os.version", system.getVersionInfo().getVersion());
            resource.put("os.description", system.toString());
            resource.put(
                    "host.cpu.model.name",
                    info.getHardware().getProcessor().getProcessorIdentifier().getName());
        }
        resource.put("service.name", "statusmonitor-agent");
        resource.put("service.version", version);
        resource.put(Sample.SCHEMA_ATTRIBUTE, Integer.toString(Sample.SCHEMA));
        resource.put("process.runtime.name", System.getProperty("java.runtime.name", ""));
        resource.put("process.runtime.version", System.getProperty("java.runtime.version", ""));
        resource.values().removeIf(String::isBlank);
        resource.replaceAll((key, value) -> value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) : value);
        return resource;
    }

    /** By hand, since OSHI starts {@code lshw} and {@code lscpu} to know a processor. */
    static void addLinux(Map<String, String> resource, Path root) {
        List<String> release = Stream.of("etc/os-release", "usr/lib/os-release")
                .map(file -> lines(root.resolve(file)))
                .filter(lines -> !lines.isEmpty())
                .findFirst()
                .orElse(List.of());
        valueOf(release, "NAME", "=").ifPresent(name -> resource.put("os.name", name));
        valueOf(release, "VERSION_ID", "=").ifPresent(version -> resource.put("os.version", version));
        String kernel = "Linux " + System.getProperty("os.version", "");
        resource.put(
                "os.description",
                valueOf(release, "PRETTY_NAME", "=")
                        .map(pretty -> pretty + ", " + kernel)
                        .orElse(kernel));
        List<String> cpu = lines(root.resolve("proc/cpuinfo"));
        // Boards with ARM processors name themselves here rather than there.
        valueOf(cpu, "model name", ":")
                .or(() -> valueOf(cpu, "Model", ":"))
                .or(() -> lines(root.resolve("proc/device-tree/model")).stream()
                        .map(model -> model.replace("\0", "").strip())
                        .findFirst())
                .ifPresent(model -> resource.put("host.cpu.model.name", model));
    }

    private static Optional<String> valueOf(List<String> lines, String key, String separator) {
        return lines.stream()
                .map(line -> line.split(separator, 2))
                .filter(parts -> parts.length == 2 && parts[0].strip().equals(key))
                .map(parts -> parts[1].strip().replaceAll("^[\"']|[\"']$", ""))
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }

    private static String architecture(String java) {
        return switch (java) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            case "arm" -> "arm32";
            case "i386", "i486", "i586", "i686" -> "x86";
            default -> java;
        };
    }

    /** What the host calls itself. */
    public static String name() {
        return Stream.<String>concat(
                        lines(Path.of("/proc/sys/kernel/hostname")).stream(),
                        Stream.of("COMPUTERNAME", "HOSTNAME")
                                .map(System::getenv)
                                .filter(Objects::nonNull))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElseGet(() -> {
                    try {
                        return InetAddress.getLocalHost().getHostName();
                    } catch (UnknownHostException e) {
                        return "unnamed host";
                    }
                });
    }
}
