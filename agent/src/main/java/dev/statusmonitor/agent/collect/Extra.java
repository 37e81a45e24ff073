package dev.statusmonitor.agent.collect;

import java.io.IOException;

/** A subject beyond the basic ones, which can be left out by configuration. Comes back at once, like {@link Sensors}. */
interface Extra {
    /** For the log, in the plural. */
    String name();

    /** Adds what was last read of it. */
    void add(SampleBuilder to) throws IOException;
}
