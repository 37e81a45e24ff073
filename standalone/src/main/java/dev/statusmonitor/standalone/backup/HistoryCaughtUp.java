package dev.statusmonitor.standalone.backup;

import dev.statusmonitor.standalone.report.ConsumerLag;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Waits until the history has whatever was acknowledged before. */
final class HistoryCaughtUp {
    private static final Duration LOOK = Duration.ofMillis(100);

    private HistoryCaughtUp() {}

    /**
     * Returns whether it has, within that time.
     *
     * @param moment Unix ms
     */
    static boolean await(Admin admin, long moment, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                if (ConsumerLag.of(admin, "history", moment).late() == 0) {
                    return true;
                }
            } catch (TimeoutException | IllegalStateException | KafkaException e) {
                // A broker that is busy; the deadline ends it.
            }
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(LOOK);
        }
    }
}
