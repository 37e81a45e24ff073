package dev.statusmonitor.agent.collect;

import dev.statusmonitor.agent.collect.SlowExtra.Value;
import dev.statusmonitor.contract.Metrics;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Containers as the kernel accounts for them (cgroup v2), read without asking any engine: Docker, containerd, CRI-O and
 * Podman name a container's group after its id. Their names are in the engines' hands, for administrators alone; so a
 * container is called by the first twelve digits of its id, as the engines' own lists do.
 */
final class LinuxContainers {
    /** {@code docker-<id>.scope}, {@code cri-containerd-<id>.scope}, {@code libpod-<id>.scope}, or the id alone. */
    private static final Pattern NAME = Pattern.compile("(?:[a-z-]+-)?([0-9a-f]{64})(?:\\.scope)?");

    private static final int SHOWN_DIGITS = 12;

    /** {@code kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod….slice/cri-containerd-….scope}, and one more. */
    private static final int DEEPEST = 5;

    /** A host has hundreds of groups, not more; who makes more does not make us look at all of them. */
    private static final int MOST_GROUPS = 5_000;

    private final Path root;
    private final LongSupplier nanoTime;
    private final Map<String, Usage> before = new HashMap<>();
    private final Devices<Container> containers = new Devices<>("containers", Container::new);
    private int groups;

    private record Usage(long micros, long nanos) {}

    private static final class Container {
        final Series cpu;
        final Series memory;
        final Series workingSet;

        Container(String id) {
            cpu = Series.of(Metrics.CONTAINER_CPU, "container.id", id);
            memory = Series.of(Metrics.CONTAINER_MEMORY, "container.id", id);
            workingSet = Series.of(Metrics.CONTAINER_WORKING_SET, "container.id", id);
        }
    }

    /** @param root {@code /sys/fs/cgroup} */
    LinuxContainers(Path root, LongSupplier nanoTime) {
        this.root = root;
        this.nanoTime = nanoTime;
    }

    /** Whether the kernel accounts by the second version of control groups. */
    static boolean canBeRead(Path root) {
        return Files.exists(root.resolve("cgroup.controllers"));
    }

    List<Value> read() throws IOException {
        var found = new TreeMap<String, Path>();
        groups = 0;
        find(root, 0, found);
        var values = new ArrayList<Value>();
        containers.begin();
        found.forEach((id, group) -> {
            Container container = containers.get(id);
            if (container != null) {
                add(id, group, container, values);
            }
        });
        containers.end();
        before.keySet().retainAll(found.keySet());
        return values;
    }

    private void find(Path group, int depth, Map<String, Path> found) throws IOException {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(group, Files::isDirectory)) {
            for (Path child : children) {
                if (++groups > MOST_GROUPS) {
                    return;
                }
                Matcher name = NAME.matcher(String.valueOf(child.getFileName()));
                if (name.matches()) {
                    // What a container makes within itself is its own matter.
                    found.putIfAbsent(name.group(1).substring(0, SHOWN_DIGITS), child);
                } else if (depth < DEEPEST) {
                    find(child, depth + 1, found);
                }
            }
        } catch (IOException e) {
            if (depth == 0) {
                throw e;
            }
            // It ended while we looked, or is somebody's who shows it to nobody.
        }
    }

    private void add(String id, Path group, Container container, List<Value> values) {
        long micros = SmallFiles.number(group.resolve("cpu.stat"), "usage_usec");
        long nanos = nanoTime.getAsLong();
        Usage last = micros < 0 ? before.remove(id) : before.put(id, new Usage(micros, nanos));
        if (last != null && micros >= last.micros && nanos > last.nanos) {
            values.add(new Value(container.cpu, 1_000.0 * (micros - last.micros) / (nanos - last.nanos)));
        }
        long memory = SmallFiles.number(group.resolve("memory.current"));
        if (memory >= 0) {
            values.add(new Value(container.memory, memory));
            long reclaimable = SmallFiles.number(group.resolve("memory.stat"), "inactive_file");
            if (reclaimable >= 0) {
                values.add(new Value(container.workingSet, Math.max(0, memory - reclaimable)));
            }
        }
    }
}
