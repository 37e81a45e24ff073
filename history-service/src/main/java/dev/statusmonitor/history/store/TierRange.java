package dev.statusmonitor.history.store;

/**
 * A piece of the past in one resolution.
 *
 * @param start the earliest that belongs to it, Unix time in milliseconds
 * @param stop the first that no longer does. Of a tier of windows both are where a window begins
 */
public record TierRange(Tier tier, long start, long stop) {
    public TierRange {
        if (tier != Tier.RAW && (tier.window(start) != start || tier.window(stop) != stop)) {
            throw new IllegalArgumentException("a range that cuts windows of " + tier.label());
        }
    }

    /** Whether a sample's or a window's time lies in it. */
    public boolean contains(long time) {
        return time >= start && time < stop;
    }
}
