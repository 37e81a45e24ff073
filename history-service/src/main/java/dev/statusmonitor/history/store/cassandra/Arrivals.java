package dev.statusmonitor.history.store.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import dev.statusmonitor.history.store.Deadline;
import dev.statusmonitor.history.store.HostWindows;
import dev.statusmonitor.history.store.Tier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Of which windows of a tier samples have come that are not rolled up yet. It stands in memory, and in a table for
 * whoever comes after this process: there by the epoch in which they came, one as long as a window. A process notes the
 * same window once in each epoch, before the first of its samples counts as stored. Nothing is ever taken out of the
 * table; how far rolling up has come is the first epoch of which something is left to do. Safe for use by several
 * threads.
 */
final class Arrivals {
    private static final int KEPT_SECONDS = (int) TierTable.SAMPLES.retention().toSeconds();

    private final Cluster cluster;
    private final String instance;
    private final Tier tier;

    // Guarded by this.
    private final TreeMap<Integer, HostWindows> left = new TreeMap<>();
    private HostWindows noted;
    private int epoch = Integer.MIN_VALUE;
    /** The epochs of the batches that are being stored, and how many of each. */
    private final TreeMap<Integer, Integer> underWay = new TreeMap<>();

    Arrivals(Cluster cluster, String instance, Tier tier) {
        this.cluster = cluster;
        this.instance = instance;
        this.tier = tier;
        this.noted = new HostWindows(tier);
    }

    /** The epoch of a time, in milliseconds. */
    int epoch(long time) {
        return (int) Math.floorDiv(time, tier.step());
    }

    /**
     * Windows of which samples are being stored.
     *
     * @param epoch in which they came
     */
    record Batch(HostWindows windows, int epoch) {}

    /** Begins to store samples of some windows; {@code writes} then has what has to be in the table before they count. */
    synchronized Batch begin(HostWindows windows, long now, Writes writes) {
        PreparedStatement insert = cluster.prepare(
                "INSERT INTO %sarrivals (instance, tier, epoch, host, time)" + " VALUES (?, ?, ?, ?, ?) USING TTL ?");
        int current = Math.max(epoch, epoch(now));
        if (current != epoch) {
            epoch = current;
            noted = new HostWindows(tier);
        }
        underWay.merge(current, 1, Integer::sum);
        windows.forEach((host, stretch) -> {
            for (long start = stretch.start(); start < stretch.stop(); start += tier.step()) {
                if (!noted.contains(host, start)) {
                    writes.add(
                            this,
                            insert.bind(
                                    instance, tier.label(), current, host, Instant.ofEpochMilli(start), KEPT_SECONDS),
                            host.length() + Long.BYTES);
                }
            }
        });
        return new Batch(windows, current);
    }

    /**
     * The samples are stored, or some of them may be: their windows are to be made.
     *
     * @param stored whether all is on as many nodes as are wanted
     */
    synchronized void end(Batch batch, boolean stored) {
        add(batch.epoch(), batch.windows());
        if (stored && batch.epoch() == epoch) {
            noted.addAll(batch.windows());
        }
        underWay.computeIfPresent(batch.epoch(), (e, count) -> count == 1 ? null : count - 1);
    }

    private void add(int of, HostWindows windows) {
        left.computeIfAbsent(of, e -> new HostWindows(tier)).addAll(windows);
    }

    /** Adds what this instance noted before its last stop, from an epoch on. */
    void resume(int from, long now, Deadline deadline) {
        Map<Integer, HostWindows> found = read(instance, from, now, deadline);
        synchronized (this) {
            found.forEach(this::add);
        }
    }

    /** Takes over what another instance noted, from an epoch on: it is then noted as this one's. */
    void adopt(String other, int from, long now, Deadline deadline) {
        var all = new HostWindows(tier);
        read(other, from, now, deadline).values().forEach(all::addAll);
        var writes = new Writes(cluster);
        Batch batch = begin(all, now, writes);
        boolean stored = false;
        try {
            writes.await();
            stored = true;
        } finally {
            end(batch, stored);
        }
    }

    private Map<Integer, HostWindows> read(String of, int from, long now, Deadline deadline) {
        PreparedStatement select = cluster.prepare(
                "SELECT epoch, host, time FROM %sarrivals WHERE instance = ? AND tier = ? AND epoch = ?");
        var questions = new ArrayList<BoundStatement>();
        // What came longer ago is no longer in the table.
        int first = Math.max(from, epoch(TierTable.SAMPLES.oldest(now)));
        for (int each = first; each <= epoch(now); each++) {
            questions.add(select.bind(of, tier.label(), each));
        }
        var found = new TreeMap<Integer, HostWindows>();
        Pages.forEach(
                cluster,
                questions,
                deadline,
                row -> found.computeIfAbsent(row.getInt(0), e -> new HostWindows(tier))
                        .add(
                                String.valueOf(row.getString(1)),
                                Objects.requireNonNull(row.getInstant(2)).toEpochMilli()));
        return found;
    }

    /**
     * Windows to be made.
     *
     * @param epoch the first in which one of them came
     */
    record Due(HostWindows windows, int epoch) {}

    /** Takes those that begin before a time. */
    synchronized Due takeDue(long before) {
        var due = new HostWindows(tier);
        int first = Integer.MAX_VALUE;
        var epochs = left.entrySet().iterator();
        while (epochs.hasNext()) {
            Map.Entry<Integer, HostWindows> each = epochs.next();
            HostWindows taken = each.getValue().takeBefore(before);
            if (!taken.isEmpty()) {
                first = Math.min(first, each.getKey());
                due.addAll(taken);
            }
            if (each.getValue().isEmpty()) {
                epochs.remove();
            }
        }
        return new Due(due, first);
    }

    /** Puts back what could not be made. */
    synchronized void putBack(Due due) {
        if (!due.windows().isEmpty()) {
            add(due.epoch(), due.windows());
        }
    }

    /** The first epoch of which something is left to do. */
    synchronized int firstLeft(long now) {
        int first = Math.max(epoch, epoch(now));
        if (!underWay.isEmpty()) {
            first = Math.min(first, underWay.firstKey());
        }
        return left.isEmpty() ? first : Math.min(first, left.firstKey());
    }
}
