package dev.statusmonitor.ingestion.authenticate;

/**
 * News of access that comes another way than through Redis: a revocation lands even while auth-service and Redis cannot
 * reach each other.
 */
@FunctionalInterface
interface HostEpochs {
    /** The newest epoch that is known of the host; 0 where none is. Older verdicts are not believed. */
    long of(String hostId);
}
