package dev.statusmonitor.contract;

/** Kafka topic names. Every topic is keyed by host id, so one host's records keep their order. */
public final class Topics {
    /** One {@link SampleRecord} a record; kept by time and by bytes, stamped on arrival. */
    public static final String METRICS_SAMPLES = "metrics.samples";

    /** One event of an incident a record, as JSON (docs/protocol.md); kept for a week. */
    public static final String ALERTS_EVENTS = "alerts.events";

    /** One {@link HostChange} a record as JSON; compacted: the newest state of each host. */
    public static final String HOSTS_CHANGES = "hosts.changes";

    private Topics() {}
}
