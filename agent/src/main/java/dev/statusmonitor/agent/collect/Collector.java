package dev.statusmonitor.agent.collect;

import dev.statusmonitor.agent.buffer.PlatformClock;
import dev.statusmonitor.agent.buffer.SampleQueue;
import dev.statusmonitor.agent.collect.Schedule.Tick;
import dev.statusmonitor.contract.TopProcesses;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures once a second and puts the sample into the queue, whatever happens to the sending. */
public final class Collector {
    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);

    private final PlatformClock clock;
    private final SampleQueue queue;
    private final Sensors sensors;
    private final List<Extra> extras;
    private final Schedule schedule = new Schedule();
    private final SampleBuilder sample = new SampleBuilder();
    private final CpuMetrics cpuMetrics = new CpuMetrics();
    private final MemoryMetrics memoryMetrics = new MemoryMetrics();
    private final DiskMetrics diskMetrics = new DiskMetrics();
    private final NetworkMetrics networkMetrics = new NetworkMetrics();
    private final FilesystemMetrics filesystemMetrics = new FilesystemMetrics();
    private final HostMetrics hostMetrics = new HostMetrics();
    private final AgentMetrics agentMetrics = new AgentMetrics();
    private final Set<String> failing = new HashSet<>();
    private @Nullable TopProcesses lastProcesses;

    /** @param extras what is collected beyond the basics */
    Collector(PlatformClock clock, SampleQueue queue, Sensors sensors, List<Extra> extras) {
        this.clock = clock;
        this.queue = queue;
        this.sensors = sensors;
        this.extras = List.copyOf(extras);
    }

    /** Collects until the thread is interrupted. */
    public void run() {
        try {
            while (true) {
                Tick tick = schedule.next(clock.read());
                sleepUntil(tick.deadlineNanos());
                if (Schedule.holds(tick, clock.read())) {
                    try {
                        measure();
                    } catch (RuntimeException e) {
                        // A host goes on being watched, whatever we have overlooked.
                        if (failing.add("sample")) {
                            LOG.error("A sample is incomplete by an error that nobody foresaw.", e);
                        }
                    }
                    queue.put(tick.era(), tick.hostMillis(), sample.names(), sample.values(), newProcesses());
                }
            }
        } catch (InterruptedException e) {
            // Asked to stop.
        }
    }

    private void sleepUntil(long deadline) throws InterruptedException {
        long left;
        while ((left = deadline - clock.read().nanos()) > 0) {
            Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
        }
    }

    /** Puts one sample together, the most telling first, should a host have more values than a sample may. */
    void measure() {
        sample.clear();
        CpuReading cpu = read("processors", sensors::cpu);
        with(cpu, reading -> cpuMetrics.addTotal(reading, sample));
        with(read("load", sensors::load), reading -> hostMetrics.addLoad(reading, sample));
        with(read("memory", sensors::memory), reading -> memoryMetrics.add(reading, sample));
        memoryMetrics.add(read("swap", sensors::swap), sample);
        hostMetrics.addProcesses(read("processes", sensors::processes), sample);
        hostMetrics.addThreads(read("threads", sensors::threads), sample);
        hostMetrics.addUptime(read("uptime", sensors::uptime), sample);
        agentMetrics.add(clock, queue, sample);
        with(read("filesystems", sensors::filesystems), readings -> filesystemMetrics.add(readings, sample));
        with(read("disks", sensors::disks), readings -> diskMetrics.add(readings, sample));
        with(read("network interfaces", sensors::networks), readings -> networkMetrics.add(readings, sample));
        with(read("temperatures", sensors::temperatures), readings -> hostMetrics.addTemperatures(readings, sample));
        for (Extra extra : extras) {
            read(extra.name(), () -> {
                extra.add(sample);
                return null;
            });
        }
        with(cpu, reading -> cpuMetrics.addLogical(reading, sample));
    }

    /** Which processes stand out, when that has been looked at since the last sample; else null. */
    @SuppressWarnings("ReferenceEquality") // Looked at again, they may well be the same.
    @Nullable TopProcesses newProcesses() {
        TopProcesses top = read("top processes", sensors::topProcesses);
        if (top == lastProcesses) {
            return null;
        }
        lastProcesses = top;
        return top;
    }

    SampleBuilder sample() {
        return sample;
    }

    private interface Reading<T> {
        @Nullable T get() throws IOException;
    }

    /** A sensor that fails costs its own values, and a line in the log when it begins and when it ends. */
    private <T> @Nullable T read(String name, Reading<T> reading) {
        try {
            T value = reading.get();
            if (!failing.isEmpty() && failing.remove(name)) {
                LOG.info("Reading the {} works again.", name);
            }
            return value;
        } catch (IOException | RuntimeException e) {
            if (failing.add(name)) {
                LOG.warn("Reading the {} fails ({}); its values are missing until it works.", name, e.toString());
            }
            return null;
        }
    }

    private static <T> void with(@Nullable T reading, Consumer<T> add) {
        if (reading != null) {
            add.accept(reading);
        }
    }
}
