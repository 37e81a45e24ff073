package dev.statusmonitor.history.store;

/** A resolution in which history is kept. */
public enum Tier {
    /** Each sample as it came. */
    RAW("raw", 1_000);

    private final String label;
    private final long step;

    Tier(String label, long step) {
        this.label = label;
        this.step = step;
    }

    /** Its name in answers. */
    public String label() {
        return label;
    }

    /** The time between two of its points, in milliseconds. */
    public long step() {
        return step;
    }
}
