package dev.statusmonitor.testservers;

import java.io.IOException;
import java.net.URI;

/** An InfluxDB 2 that was set up once; it keeps what it has over {@link #kill} and {@link #start}. */
interface InfluxServer extends AutoCloseable {
    String description();

    URI uri();

    /** Starts it, or starts it again. Returns when it can be asked. */
    void start() throws IOException;

    /** Ends it as {@code kill -9} does. */
    void kill() throws IOException;

    @Override
    void close() throws IOException;
}
