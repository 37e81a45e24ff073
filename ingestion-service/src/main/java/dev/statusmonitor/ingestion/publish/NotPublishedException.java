package dev.statusmonitor.ingestion.publish;

/** Kafka did not take every sample in time; none counts as taken. The message is a sentence for the sender. */
public final class NotPublishedException extends Exception {
    NotPublishedException(String message) {
        super(message);
    }
}
