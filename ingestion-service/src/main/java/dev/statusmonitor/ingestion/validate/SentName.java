package dev.statusmonitor.ingestion.validate;

import dev.statusmonitor.contract.Metric;
import dev.statusmonitor.contract.SeriesKey;
import tools.jackson.core.io.SerializedString;

/** A series name as a sender wrote it, and what this version makes of it. */
sealed interface SentName {
    /** As it was sent, ready to be compared with the bytes of a body. */
    SerializedString written();

    /**
     * @param name the canonical name
     * @param metric what its values are checked against
     * @param device the device that it names; empty where it names none
     */
    record Known(SerializedString written, String name, Metric metric, String device) implements SentName {}

    /**
     * @param shown the name as it may be said back
     * @param reason why its values are left out, a sentence for the sender
     */
    record Unusable(SerializedString written, String shown, String reason) implements SentName {
        /** A name that has no UTF-8 form is compared with nothing that could be good. */
        private static final SerializedString NEVER_GOOD = new SerializedString("");

        static Unusable of(String written, String reason) {
            return new Unusable(
                    Quoted.isWellFormed(written) ? new SerializedString(written) : NEVER_GOOD,
                    Quoted.of(written, SeriesKey.MAX_LENGTH),
                    reason);
        }
    }
}
