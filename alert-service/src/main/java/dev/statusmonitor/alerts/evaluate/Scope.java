package dev.statusmonitor.alerts.evaluate;

/**
 * Which of an account's hosts a rule watches.
 *
 * @param value the host's id or the tag; empty for all
 */
public record Scope(Kind kind, String value) {
    /** How {@link #value} is read. */
    public enum Kind {
        ALL,
        TAG,
        HOST
    }

    public static final Scope ALL = new Scope(Kind.ALL, "");

    /** Whether this host is meant; whose it is, is asked elsewhere. */
    public boolean covers(HostFacts host) {
        return switch (kind) {
            case ALL -> true;
            case TAG -> host.tags().contains(value);
            case HOST -> host.id().equals(value);
        };
    }
}
