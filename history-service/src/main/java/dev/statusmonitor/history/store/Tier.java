package dev.statusmonitor.history.store;

import java.time.Duration;

/** A resolution in which history is kept. The finest comes first. */
public enum Tier {
    /** Each sample as it came. */
    RAW("raw", Duration.ofSeconds(1), Duration.ofHours(24)),
    /** A window a minute. */
    MINUTE("1m", Duration.ofMinutes(1), Duration.ofDays(7)),
    /** A window an hour. */
    HOUR("1h", Duration.ofHours(1), Duration.ofDays(365));

    private final String label;
    private final Duration step;
    private final Duration shown;

    Tier(String label, Duration step, Duration shown) {
        this.label = label;
        this.step = step;
        this.shown = shown;
    }

    /** Its name in answers. */
    public String label() {
        return label;
    }

    /** The time between two of its points, in milliseconds. */
    public long step() {
        return step.toMillis();
    }

    /** How far back readers find it. A store keeps it for longer than that, so that the last of it is whole. */
    public Duration shown() {
        return shown;
    }

    /** Where the window begins in which a time lies; windows begin at whole multiples of the step since 1970. */
    public long window(long time) {
        return Math.floorDiv(time, step()) * step();
    }
}
