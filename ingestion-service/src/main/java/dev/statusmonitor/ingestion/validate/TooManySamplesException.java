package dev.statusmonitor.ingestion.validate;

/** The batch has more samples than a request may have. The message is a sentence for the sender. */
public final class TooManySamplesException extends Exception {
    TooManySamplesException(int most) {
        super("a request has at most " + most + " samples; send the rest in further requests");
    }
}
