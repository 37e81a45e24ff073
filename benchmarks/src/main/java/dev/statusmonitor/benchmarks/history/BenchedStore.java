package dev.statusmonitor.benchmarks.history;

import dev.statusmonitor.benchmarks.platform.CannotMeasureException;
import dev.statusmonitor.history.store.TieredStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** A store as the product uses it, and what is to be known of it to measure it. */
interface BenchedStore extends AutoCloseable {
    /**
     * Makes a new one; nothing is opened yet.
     *
     * @param name as the product calls it
     * @param folder for what it keeps
     */
    static BenchedStore of(String name, Path folder) throws CannotMeasureException {
        return switch (name) {
            case "questdb" -> new BenchedQuestDb(folder);
            case "influxdb" -> new BenchedInfluxDb(folder);
            case "cassandra" -> new BenchedCassandra();
            default -> throw new CannotMeasureException("there is no store " + name);
        };
    }

    /** Opens the store; one that is open is closed before. */
    TieredStore open(Clock clock) throws CannotMeasureException;

    /** Opens it so that it has nothing in its memory: a server is started anew. */
    TieredStore openCold(Clock clock) throws CannotMeasureException;

    /**
     * Brings the samples that are stored into the form in which they are kept.
     *
     * @param clock is to be set to when that is due
     * @param end before which they were taken, the end of an hour; the clock is set back to it
     * @param look how often to ask a store that does it by itself
     */
    void settle(SettableClock clock, long end, Duration look) throws CannotMeasureException;

    /** Processor time so far of all who store. */
    Duration cpu() throws CannotMeasureException;

    @Override
    void close() throws CannotMeasureException;
}
