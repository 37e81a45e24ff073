package dev.statusmonitor.history.store.influxdb;

import dev.statusmonitor.history.store.HostSample;
import dev.statusmonitor.history.store.Tier;
import java.util.List;
import java.util.Optional;

/**
 * Makes each window once, when it has ended; {@link InfluxDbRollUp} checks them afterwards, and makes what is not as it
 * should be. {@link #make} and {@link #complaint} are called by one thread, the others by any.
 */
interface WindowMaker {
    /** Takes samples that are stored. */
    void stored(List<HostSample> samples);

    /** What was seen of windows that have begun may not be all: others may have stored some, or some were refused. */
    void clear();

    /**
     * Makes what has ended.
     *
     * @param limit up to when windows may be made, at the most; Unix time in milliseconds
     * @return up to when windows are made, or will never be made here
     */
    long make(Tier tier, long limit, long now);

    /** What an operator has to do something about. */
    Optional<String> complaint();
}
