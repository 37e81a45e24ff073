package dev.statusmonitor.agent.collect;

/**
 * The space of a filesystem, in bytes.
 *
 * @param free what nothing is stored in
 * @param usable what of it is not kept back for the administrator
 */
record FilesystemReading(String mountpoint, long total, long free, long usable) {}
