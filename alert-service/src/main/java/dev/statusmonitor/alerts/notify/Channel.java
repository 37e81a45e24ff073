package dev.statusmonitor.alerts.notify;

import dev.statusmonitor.alerts.evaluate.Severity;
import org.jspecify.annotations.Nullable;

/**
 * Where an account is told.
 *
 * @param address the id of a Telegram chat, the URL of a web hook, an e-mail address
 * @param topic of a Telegram group with topics; null for none
 * @param secret by which a web hook's messages are signed; empty for others
 * @param minSeverity what is less bad is not told here
 * @param problem why nothing can be delivered, in words; null while all is well
 */
public record Channel(
        String id,
        String accountId,
        Kind kind,
        String name,
        String address,
        @Nullable Long topic,
        String secret,
        Severity minSeverity,
        boolean paused,
        long created,
        @Nullable String problem) {
    /** How people are told. */
    public enum Kind {
        TELEGRAM,
        WEBHOOK,
        EMAIL
    }

    /** Channels that lead to the same place share a queue. */
    String place() {
        return kind + " " + address + (topic == null ? "" : " " + topic);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "Channel[" + kind + " " + id + "]";
    }
}
