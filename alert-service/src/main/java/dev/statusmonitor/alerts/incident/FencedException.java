package dev.statusmonitor.alerts.incident;

/** Another instance has claimed a partition since: whatever this one thinks of its hosts is out of date. */
public final class FencedException extends RuntimeException {
    private final String partition;

    FencedException(String partition) {
        super("another instance has claimed " + partition);
        this.partition = partition;
    }

    public String partition() {
        return partition;
    }
}
