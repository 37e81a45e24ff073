package dev.statusmonitor.history.store.questdb;

import dev.statusmonitor.history.store.HostRemover;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Takes hosts out of the store. QuestDB deletes no rows; an UPDATE that empties the cells writes a partition's column
 * of them anew and removes the old file, and that is what is wanted: a row with the host's opaque id and nothing in it
 * may stay. Newly stored samples are left as they are until their hour is compacted, without the host's.
 */
final class QuestDbHostRemover implements HostRemover {
    /** Hosts that are taken out by one statement, since each writes whole partitions. */
    private static final int AT_ONCE = 100;

    private final QuestDb questDb;
    private final BlockTable sampleBlocks;
    private final WindowTable minutes;
    private final WindowTable hours;
    private final QuestDbWindowWriter windows;
    private final ReentrantLock blocks;
    private final Set<String> removed;

    /** @param removed takes the hosts, for those who write to leave them out; safe for use by several threads */
    QuestDbHostRemover(
            QuestDb questDb,
            WindowTable minutes,
            WindowTable hours,
            QuestDbWindowWriter windows,
            ReentrantLock blocks,
            Set<String> removed) {
        this.questDb = questDb;
        this.sampleBlocks = SampleTable.blocks(questDb);
        this.minutes = minutes;
        this.hours = hours;
        this.windows = windows;
        this.blocks = blocks;
        this.removed = removed;
    }

    /** A set for the removed. */
    static Set<String> none() {
        return ConcurrentHashMap.newKeySet();
    }

    @Override
    public Set<String> remove(Set<String> hosts) {
        removed.addAll(hosts);
        // An hour that is being compacted keeps the blocks for a while; there will be another time.
        if (blocks.tryLock()) {
            try {
                empty(sampleBlocks.name(), "data", hosts);
                for (WindowTable of : List.of(minutes, hours)) {
                    windows.without(() -> empty(of.name(), "values", hosts));
                    empty(of.blocks().name(), "data", hosts);
                }
            } finally {
                blocks.unlock();
            }
        }
        var gone = new HashSet<>(hosts);
        gone.removeIf(this::holds);
        return gone;
    }

    private boolean holds(String host) {
        return holds(SampleTable.NAME, "values", host)
                || holds(sampleBlocks.name(), "data", host)
                || holds(minutes.name(), "values", host)
                || holds(minutes.blocks().name(), "data", host)
                || holds(hours.name(), "values", host)
                || holds(hours.blocks().name(), "data", host);
    }

    private boolean holds(String table, String column, String host) {
        return !partitions(table, column, host).isEmpty();
    }

    /** The times of the rows that hold something of a host, each once. */
    private List<Long> partitions(String table, String column, String host) {
        var times = new ArrayList<Long>();
        questDb.forEachRow(
                "SELECT stored, \"" + column + "\" FROM " + table + " WHERE host = :host",
                bind -> bind.setStr("host", host),
                row -> {
                    long stored = row.getTimestamp(0);
                    if ((times.isEmpty() || times.getLast() != stored) && row.getBin(1) != null) {
                        times.add(stored);
                    }
                });
        return times;
    }

    private void empty(String table, String column, Set<String> hosts) {
        var held = new ArrayList<String>();
        for (String host : hosts) {
            if (holds(table, column, host)) {
                held.add(host);
            }
        }
        for (int i = 0; i < held.size(); i += AT_ONCE) {
            List<String> some = held.subList(i, Math.min(held.size(), i + AT_ONCE));
            var names = new StringBuilder();
            for (int host = 0; host < some.size(); host++) {
                names.append(host == 0 ? ":h" : ", :h").append(host);
            }
            questDb.executeAlone(
                    "UPDATE " + table + " SET \"" + column + "\" = null WHERE host IN (" + names + ")", bind -> {
                        for (int host = 0; host < some.size(); host++) {
                            bind.setStr("h" + host, some.get(host));
                        }
                    });
        }
    }
}
