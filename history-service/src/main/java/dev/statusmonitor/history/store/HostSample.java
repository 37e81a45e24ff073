package dev.statusmonitor.history.store;

import dev.statusmonitor.contract.Sample;

/**
 * A sample and whose it is.
 *
 * @param host the host's id, opaque text
 */
public record HostSample(String host, Sample sample) {}
