package dev.statusmonitor.agent.collect;

import dev.statusmonitor.contract.Metrics;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is kept of each device of a kind between two readings. Forgets a device that a reading did not show, and takes
 * no more of them than a sample may have: those that were there first.
 */
final class Devices<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Devices.class);

    private final String kind;
    private final Function<String, T> create;
    private final Map<String, Entry<T>> entries = new HashMap<>();
    private long reading;
    private int seen;
    private boolean complained;

    private static final class Entry<T> {
        final @Nullable T state;
        long seenIn;

        Entry(@Nullable T state) {
            this.state = state;
        }
    }

    /**
     * @param kind for the log, in the plural
     * @param create what to keep of a device of this name; an IllegalArgumentException means that it cannot be named
     */
    Devices(String kind, Function<String, T> create) {
        this.kind = kind;
        this.create = create;
    }

    /** Begins a reading. */
    void begin() {
        reading++;
        seen = 0;
    }

    /** What is kept of a device; null for one that is left out, and for one that this reading showed before. */
    @Nullable T get(String name) {
        Entry<T> entry = entries.get(name);
        if (entry == null) {
            if (entries.size() >= Metrics.MAX_DEVICES) {
                complain("There are more than {} {}; the others are left out.", Metrics.MAX_DEVICES, kind);
                return null;
            }
            entry = new Entry<>(make(name));
            entries.put(name, entry);
        } else if (entry.seenIn == reading) {
            return null;
        }
        entry.seenIn = reading;
        seen++;
        return entry.state;
    }

    private @Nullable T make(String name) {
        try {
            return create.apply(name);
        } catch (IllegalArgumentException e) {
            complain("Among the {} is one that cannot be named and is left out: {}.", kind, e.getMessage());
            return null;
        }
    }

    private void complain(String format, Object first, @Nullable Object second) {
        if (!complained) {
            complained = true;
            LOG.warn(format, first, second);
        }
    }

    /** Ends a reading. */
    void end() {
        if (seen < entries.size()) {
            entries.values().removeIf(entry -> entry.seenIn != reading);
        }
    }
}
