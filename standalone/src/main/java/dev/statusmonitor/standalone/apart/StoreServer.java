package dev.statusmonitor.standalone.apart;

/** The server that keeps the history of services apart. */
public enum StoreServer {
    /** One node, the usual. */
    INFLUXDB,
    /** A node that would grow into a cluster. */
    CASSANDRA
}
