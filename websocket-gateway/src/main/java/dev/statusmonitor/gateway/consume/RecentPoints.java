package dev.statusmonitor.gateway.consume;

import dev.statusmonitor.contract.SampleView;
import dev.statusmonitor.contract.SeriesList;
import dev.statusmonitor.contract.SeriesLists;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The last two minutes of every host's overview, bounded in bytes: the host that was heard of least recently goes
 * first. Safe for use by several threads.
 */
public final class RecentPoints {
    /** A cache's size: what hosts use, they keep. */
    private static final int MOST_INDEXES = 256;

    private final long maxBytes;
    private final SeriesLists lists;
    private final LinkedHashMap<String, Host> hosts = new LinkedHashMap<>();
    private final Map<SeriesList, OverviewIndex> indexes = new LinkedHashMap<>(64, 0.75f, true);
    private final LongAdder evicted = new LongAdder();
    private long bytes;

    /**
     * @param maxBytes how much of the heap may be used; a host takes about 6 KB
     * @param lists shares lists of names while they are looked at
     */
    public RecentPoints(long maxBytes, SeriesLists lists) {
        this.maxBytes = maxBytes;
        this.lists = lists;
    }

    /**
     * Keeps what the overview shows of a sample.
     *
     * @return the point where it is the newest of its host; null where it came late or again
     * @throws IllegalArgumentException where the record makes no sense
     */
    public @Nullable OverviewPoint add(String hostId, SampleView sample) {
        long fingerprint = sample.fingerprint();
        synchronized (hosts) {
            Host host = hosts.get(hostId);
            OverviewIndex index =
                    host != null && host.fingerprint == fingerprint ? host.index : index(sample.series(lists));
            OverviewPoint point = index.read(sample);
            if (host == null) {
                host = new Host(index, fingerprint);
                bytes += host.bytes(hostId);
            } else if (host.index != index) {
                bytes += index.bytes() - host.index.bytes();
                host.index = index;
                host.fingerprint = fingerprint;
            }
            // In the order of hearing: the first is the one to go.
            hosts.putLast(hostId, host);
            boolean newest = point.timestamp() > host.ring.newest();
            host.ring.add(point);
            evict();
            return newest ? point : null;
        }
    }

    /** The points of a host, oldest first; empty where none are kept. */
    public List<OverviewPoint> of(String hostId) {
        synchronized (hosts) {
            Host host = hosts.get(hostId);
            return host == null ? List.of() : host.ring.points();
        }
    }

    /** How much of the heap the points take, roughly. */
    public long bytes() {
        synchronized (hosts) {
            return bytes;
        }
    }

    /** How many hosts' points had to go to make room. */
    public long evicted() {
        return evicted.sum();
    }

    /** Hosts with the same devices share one, for as long as it is among those asked for lately. */
    private OverviewIndex index(SeriesList series) {
        OverviewIndex index = indexes.computeIfAbsent(series, OverviewIndex::new);
        if (indexes.size() > MOST_INDEXES) {
            indexes.remove(indexes.keySet().iterator().next());
        }
        return index;
    }

    private void evict() {
        Iterator<Map.Entry<String, Host>> eldest = hosts.entrySet().iterator();
        while (bytes > maxBytes && hosts.size() > 1) {
            Map.Entry<String, Host> gone = eldest.next();
            bytes -= gone.getValue().bytes(gone.getKey());
            eldest.remove();
            evicted.increment();
        }
    }

    private static final class Host {
        final HostRing ring = new HostRing();
        OverviewIndex index;
        long fingerprint;

        Host(OverviewIndex index, long fingerprint) {
            this.index = index;
            this.fingerprint = fingerprint;
        }

        long bytes(String hostId) {
            return HostRing.BYTES + index.bytes() + 2L * hostId.length() + 160;
        }
    }
}
