package dev.statusmonitor.alerts.notify;

import dev.statusmonitor.alerts.incident.AlertEvent;
import java.util.List;

/** A way to tell people. Safe for use by several threads. */
interface Notifier {
    /** The channels that it serves. */
    Channel.Kind kind();

    /**
     * Sends one message that names all the events, and waits for the receiver's answer. Does not throw.
     *
     * @param events at least one
     */
    Outcome send(Channel channel, List<AlertEvent> events);

    /** Sends a message that says that the channel works. Does not throw. */
    Outcome test(Channel channel);
}
