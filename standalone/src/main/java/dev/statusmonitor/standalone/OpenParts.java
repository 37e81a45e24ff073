package dev.statusmonitor.standalone;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was started, closed in the reverse order of its start, each part whatever became of the others. */
final class OpenParts {
    private record Part(String name, AutoCloseable part) {}

    private final Deque<Part> parts = new ArrayDeque<>();

    <T extends AutoCloseable> T add(String name, T part) {
        parts.push(new Part(name, part));
        return part;
    }

    void closeAll() {
        Logger log = LoggerFactory.getLogger(OpenParts.class);
        while (!parts.isEmpty()) {
            Part part = parts.pop();
            long begun = System.nanoTime();
            try {
                part.part.close();
                log.info("Closed {} in {} ms", part.name, (System.nanoTime() - begun) / 1_000_000);
            } catch (Exception e) {
                log.warn("{} did not close cleanly", part.name, e);
            }
        }
    }
}
