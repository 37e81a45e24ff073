package dev.statusmonitor.standalone.backup;

import dev.statusmonitor.standalone.console.Console;
import dev.statusmonitor.standalone.data.DiskSpace;
import java.time.Duration;

/** Says how far it is, every few seconds. */
final class Progress {
    private static final Duration EVERY = Duration.ofSeconds(3);

    private final Console console;
    private long bytes;
    private long said = System.nanoTime();

    Progress(Console console) {
        this.console = console;
    }

    /** So many bytes more. */
    void add(long more, long total) {
        bytes += more;
        long now = System.nanoTime();
        if (now - said >= EVERY.toNanos()) {
            said = now;
            // What grew meanwhile makes it more than all.
            long percent = total <= 0 ? 100 : Math.min(99, bytes * 100 / total);
            console.say(
                    "  %s of about %s (%d %%)".formatted(DiskSpace.amount(bytes), DiskSpace.amount(total), percent));
        }
    }
}
