package dev.statusmonitor.testservers;

import java.util.ArrayDeque;
import java.util.Deque;

/** What to close when the JVM ends: in the reverse order of its start, before the folder is deleted. */
final class AtEnd {
    private static final Deque<AutoCloseable> servers = new ArrayDeque<>();

    private AtEnd() {}

    static synchronized void close(AutoCloseable server) {
        servers.push(server);
    }

    static synchronized void run(Runnable last) {
        for (AutoCloseable server : servers) {
            try {
                server.close();
            } catch (Exception e) {
                System.err.println("A test server did not stop: " + e);
            }
        }
        last.run();
    }
}
