package dev.statusmonitor.standalone.report;

import dev.statusmonitor.contract.HostChange;
import dev.statusmonitor.standalone.data.DiskSpace;
import dev.statusmonitor.starter.hosts.HostDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gathers a report in a second or two, whatever part of the platform is down. */
public final class PlatformReporter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PlatformReporter.class);
    private static final Duration RECENT = Duration.ofSeconds(12);
    private static final Duration LATE = Duration.ofSeconds(10);
    private static final Duration READING = Duration.ofMillis(1_200);
    private static final int LOOKED_UP = 50;
    /** Those that are read by a group of their own; the gateway reads without one and tells its lag itself. */
    private static final List<String> GROUPS = List.of("history", "alerts");

    private final Sources sources;
    private final DiskGrowth growth = new DiskGrowth();
    private @Nullable Admin admin;
    private @Nullable NewestArrivals arrivals;

    public PlatformReporter(Sources sources) {
        this.sources = sources;
    }

    /**
     * Where the figures come from.
     *
     * @param admin an admin client's configuration
     * @param reader a consumer's configuration, without a group
     * @param redis whether the cache answers
     * @param data the data folder
     * @param meters the services' own figures, by name
     */
    public record Sources(
            Map<String, Object> admin,
            Map<String, Object> reader,
            BooleanSupplier redis,
            Path data,
            HostDirectory hosts,
            NewestStored stored,
            Supplier<Map<String, Double>> meters,
            Clock clock) {}

    /** Looks up the newest stored sample of a host. */
    @FunctionalInterface
    public interface NewestStored {
        /** Its timestamp, Unix ms; empty where none is stored, or the store does not answer in time. */
        OptionalLong timestamp(String hostId);
    }

    /** Reads how much room is left; to be called now and then. */
    public void watchDisk() {
        try {
            growth.add(System.nanoTime(), DiskSpace.of(sources.data).usable());
        } catch (IOException e) {
            log.debug("the room on the disk cannot be read", e);
        }
    }

    /** Connects to where the figures come from. */
    public void prepare() {
        try {
            var ignored = report();
        } catch (IOException e) {
            log.debug("no report yet", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A report of this moment. One caller at a time; the others wait. */
    public synchronized PlatformReport report() throws IOException, InterruptedException {
        long now = sources.clock.millis();
        var lag = new HashMap<String, ConsumerLag>();
        Map<String, Long> arrived = Map.of();
        boolean kafka;
        try {
            for (String group : GROUPS) {
                lag.put(group, ConsumerLag.of(admin(), group, now - LATE.toMillis()));
            }
            arrived = arrivals().since(now - RECENT.toMillis(), READING);
            kafka = true;
        } catch (KafkaException | IllegalStateException | TimeoutException e) {
            log.warn("the broker does not tell how it is", e);
            kafka = false;
        }
        return new PlatformReport(
                now, kafka, sources.redis.getAsBoolean(), lag, sources.meters.get(), disk(), hosts(arrived));
    }

    private Admin admin() {
        if (admin == null) {
            admin = Admin.create(sources.admin);
        }
        return admin;
    }

    private NewestArrivals arrivals() {
        if (arrivals == null) {
            arrivals = new NewestArrivals(sources.reader);
        }
        return arrivals;
    }

    private PlatformReport.Disk disk() throws IOException {
        DiskSpace space = DiskSpace.of(sources.data);
        OptionalLong perDay = growth.bytesPerDay(System.nanoTime(), space.usable());
        return new PlatformReport.Disk(space.total(), space.usable(), perDay.isPresent() ? perDay.getAsLong() : null);
    }

    private List<PlatformReport.Host> hosts(Map<String, Long> arrived) {
        var hosts = new ArrayList<PlatformReport.Host>();
        int lookedUp = 0;
        for (HostChange host : sources.hosts.all()) {
            Long newest = null;
            if (!arrived.containsKey(host.hostId()) && lookedUp++ < LOOKED_UP) {
                OptionalLong found = sources.stored.timestamp(host.hostId());
                newest = found.isPresent() ? found.getAsLong() : null;
            }
            hosts.add(new PlatformReport.Host(
                    host.hostId(),
                    host.name(),
                    host.state() == HostChange.State.ACTIVE,
                    arrived.get(host.hostId()),
                    newest));
        }
        hosts.sort(Comparator.comparing(PlatformReport.Host::name));
        return hosts;
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ofSeconds(1));
        }
        if (arrivals != null) {
            arrivals.close();
        }
    }
}
