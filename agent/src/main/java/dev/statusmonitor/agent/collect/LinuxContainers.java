package dev.statusmonitor.agent.collect;

import dev.statusmonitor.agent.collect.SlowExtra.Value;
import dev.statusmonitor.contract.Metrics;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
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

    /** What a group says of itself stands in files of these names; looking at each would cost more than all else here. */
    private static final Pattern SAID = Pattern.compile(
            "(?:cgroup|cpu|cpuset|memory|io|pids|irq|misc|hugetlb|rdma|dmem|debug)\\..*(?<!\\.(?:slice|scope|service))");

    /** A folder has a link to itself, one from above, and one from each folder in it. */
    private static final int LINKS_OF_A_LEAF = 2;

    /** How long a list of containers is believed while the number of groups stays the same. */
    private static final long BELIEVED = Duration.ofSeconds(30).toNanos();

    /** A host has hundreds of groups, not more; who makes more does not make us look at all of them. */
    private static final int MOST_GROUPS = 5_000;

    private final Path root;
    private final LongSupplier nanoTime;
    private final Map<String, Usage> before = new HashMap<>();
    private final Devices<Container> containers = new Devices<>("containers", Container::new);
    private int groups;
    private Map<String, Path> found = Map.of();
    private long foundAt;
    private long descendants = -1;
    private boolean oneIsGone;

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
        look();
        var values = new ArrayList<Value>();
        containers.begin();
        found.forEach((id, group) -> {
            Container container = containers.get(id);
            if (container != null) {
                add(id, group, container, values);
            }
        });
        containers.end();
        return values;
    }

    /** Finds out which there are, where there is reason to think that they are others than the last time. */
    private void look() throws IOException {
        long now = nanoTime.getAsLong();
        long count = SmallFiles.number(root.resolve("cgroup.stat"), "nr_descendants");
        if (count >= 0 && count == descendants && !oneIsGone && now - foundAt < BELIEVED) {
            return;
        }
        var all = new TreeMap<String, Path>();
        groups = 0;
        find(root, 0, all);
        found = all;
        foundAt = now;
        descendants = count;
        oneIsGone = false;
        before.keySet().retainAll(all.keySet());
    }

    private void find(Path group, int depth, Map<String, Path> all) throws IOException {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(group)) {
            for (Path child : children) {
                String called = String.valueOf(child.getFileName());
                int links = SAID.matcher(called).matches() ? 0 : links(child);
                if (links == 0) {
                    continue;
                }
                if (++groups > MOST_GROUPS) {
                    return;
                }
                Matcher name = NAME.matcher(called);
                if (name.matches()) {
                    // What a container makes within itself is its own matter.
                    all.putIfAbsent(name.group(1).substring(0, SHOWN_DIGITS), child);
                } else if (depth < DEEPEST && links != LINKS_OF_A_LEAF) {
                    find(child, depth + 1, all);
                }
            }
        } catch (IOException e) {
            if (depth == 0) {
                throw e;
            }
            // It ended while we looked, or is somebody's who shows it to nobody.
        }
    }

    /** How many links a folder has; 0 where it is none, or gone. */
    private static int links(Path path) {
        try {
            Map<String, Object> attributes =
                    Files.readAttributes(path, "unix:nlink,isDirectory", LinkOption.NOFOLLOW_LINKS);
            return Boolean.TRUE.equals(attributes.get("isDirectory"))
                            && attributes.get("nlink") instanceof Integer links
                    ? links
                    : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    private void add(String id, Path group, Container container, List<Value> values) {
        long micros = SmallFiles.number(group.resolve("cpu.stat"), "usage_usec");
        long nanos = nanoTime.getAsLong();
        oneIsGone |= micros < 0;
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
