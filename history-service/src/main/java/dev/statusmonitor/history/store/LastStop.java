package dev.statusmonitor.history.store;

/** How the process that last used the data folder came to its end. */
public enum LastStop {
    /** Nobody has used it yet. */
    NEVER_STARTED,
    /** In good order. */
    CLEAN,
    /** It was killed; what it had written is in the operating system's hands and whole. */
    PROCESS_DIED,
    /** The machine went down with it; what was written in the last minute may be torn. */
    MACHINE_DIED
}
