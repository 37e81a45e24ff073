package dev.statusmonitor.ingestion.authenticate;

/** Asks auth-service itself. */
interface Introspector {
    /** @throws CheckUnavailableException when there is no answer in time */
    Verdict introspect(HostToken token) throws CheckUnavailableException;
}
